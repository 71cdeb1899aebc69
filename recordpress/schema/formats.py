"""The formats of texts that are asserted."""

FORMATS = frozenset(
    [
        "date",
        "date-time",
        "time",
        "duration",
        "email",
        "hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uri-reference",
        "iri",
        "uuid",
        "regex",
        "json-pointer",
    ]
) | {"edtf", "language-tag"}
