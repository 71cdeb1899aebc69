"""Showing an edit in the browser at once: noticing it, a preview that only has what pages need, and a swap of sites."""
