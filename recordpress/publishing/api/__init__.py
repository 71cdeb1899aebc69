"""The site for programs: records, lists of them and what there is, as JSON below `/api/v1/`."""
