"""Charts drawn when a package is built, and outlines of land for maps."""
