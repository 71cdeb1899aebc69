"""Schemas and records drafted from tables: what is given is read, types and relations are guessed and told."""
