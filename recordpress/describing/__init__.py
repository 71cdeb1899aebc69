"""Describing a package for machines that know other vocabularies than the Data Package's.

One value says what there is to say (`description`); each vocabulary has a module that says it in its own words.
"""
