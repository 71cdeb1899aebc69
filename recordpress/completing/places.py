"""Where it is kept what editors complete by."""

FOLDER = ".recordpress/editor"
STATE = "state"  # what the schemas were made from, as a hash
SETTINGS = ".vscode/settings.json"
KEPT_UP = (f"{FOLDER}/{STATE}", SETTINGS)  # what tells whether to write them again
