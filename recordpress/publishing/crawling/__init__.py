"""What the site tells those who read it by program: crawlers of search engines, and language models."""
