"""The engine keeps to its own rules: layers, sizes, codes, and no word of any subject."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from recordpress.catalogue import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "recordpress"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(ENGINE.rglob("*.py"))
}
# From the bottom to the top; a module imports from its own layer and from those below it.
LAYERS = (
    (
        "problems",
        "model",
        "unusable",
        "pointers",
        "invocation",
        "suggestions",
        "edtf",
        "codes",
        "package_codes",
        "editing_codes",
        "site_codes",
        "releasing_codes",
        "catalogue",
    ),
    (
        "reading",
        "progress",
        "locating",
        "reporting",
        "sql_files",
        "garbage",
        "filling",
        "stamps",
        "sound",
        "forms",
        "orphans",
        "repository",
    ),
    ("schema", "shaping", "baseline"),
    (
        "walking",
        "emptiness",
        "fitting",
        "ordering",
        "tabulating",
        "validating",
        "branches",
        "error_words",
        "evidence",
        "linking",
        "gathering",
        "checking",
    ),
    ("identifying", "item_keys", "naming", "naming_findings"),
    (
        "mapping",
        "crew",
        "clusters",
        "chunks",
        "assembling",
        "deriving",
        "describing",
        "writing",
        "freshness",
        "remembering",
    ),
    ("completing",),
    ("editing",),
    ("creating",),
    (
        "verifying",
        "relating",
        "pipeline",
        "publishing",
        "charting",
        "documenting",
        "site_reading",
        "site_steps",
        "metadata_reading",
        "full_check",
        "package_making",
        "building",
        "sound_building",
        "writing.building",
    ),
    ("freezing", "deploying", "watching", "comparing", "moving", "explaining"),
    ("creating.joining", "creating.whole", "api", "starting", "drafting", "releasing"),
    ("importing",),
    ("commands", "command_line", "interruptions"),
    ("cli",),
    ("__main__",),
)
CATALOGUES = (
    "recordpress.catalogue",
    "recordpress.package_codes",
    "recordpress.editing_codes",
    "recordpress.site_codes",
    "recordpress.releasing_codes",
)
CODE = re.compile(r'"([YSVLEWPFC]\d{3})"')
SUBJECT = (
    "tricord|korea|japan|america|seoul|tokyo|yokota|senkaku|\\brok\\b|dprk|usfj|tri-?chod|\\btmm\\b|freedom.edge|"
    "defen[cs]e|military|minister|mechanism|\\bmeeting|participant|\\boffice|exercise|instrument|incident|commitment"
)


def imports(path: Path, *, at_top: bool = False) -> set[str]:
    """The engine's modules that a module imports, within functions too unless only those `at_top` are wanted."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if at_top else list(ast.walk(tree))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            base = node.module or ""
            found |= {name if (name := f"{base}.{alias.name}") in MODULES else base for alias in node.names}
    return {name for name in found if name in MODULES}


def layer(module: str) -> int:
    """The layer that a module belongs to; the longest name that fits it counts."""
    name = module.removeprefix("recordpress").removeprefix(".")
    fitting = [
        (len(prefix), number)
        for number, names in enumerate(LAYERS)
        for prefix in names
        if name == prefix or name.startswith(f"{prefix}.")
    ]
    return max(fitting)[1] if fitting else 0


def test_every_module_has_its_layer() -> None:
    known = {name.partition(".")[0] for names in LAYERS for name in names}
    assert {name.split(".")[1] for name in MODULES if "." in name} == known


def test_imports_make_no_circle() -> None:
    order = list(TopologicalSorter({name: imports(path) for name, path in MODULES.items()}).static_order())
    assert set(order) >= set(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_one_way(name: str) -> None:
    above = [other for other in imports(MODULES[name]) if layer(other) > layer(name)]
    assert above == []


def test_the_engine_imports_nothing_of_the_dataset() -> None:
    for path in MODULES.values():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        roots = {
            alias.name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        roots |= {(node.module or "").partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not roots & {"tests", "bench", "scripts", "site_", "records", "schemas", "build"}, path


@pytest.mark.parametrize(
    "path", [path for path in sorted(ENGINE.rglob("*")) if path.is_file() and "__pycache__" not in path.parts], ids=str
)
def test_the_engine_knows_nothing_of_the_subject(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(SUBJECT, text, re.IGNORECASE) == []


def used_codes() -> dict[str, set[str]]:
    """The codes that the engine's modules name, each with the modules."""
    found: dict[str, set[str]] = {}
    for name, path in MODULES.items():
        if name not in CATALOGUES:
            for code in CODE.findall(path.read_text(encoding="utf-8")):
                found.setdefault(code, set()).add(name)
    return found


def test_every_code_that_is_used_is_in_the_catalogue() -> None:
    assert {code: where for code, where in used_codes().items() if code not in CATALOGUE} == {}


def test_every_code_of_the_catalogue_is_used() -> None:
    assert sorted(CATALOGUE.keys() - used_codes().keys()) == []


def test_the_catalogue_is_in_order_and_names_nothing_twice() -> None:
    text = "".join(MODULES[name].read_text(encoding="utf-8") for name in CATALOGUES)
    listed = re.findall(r'Code\(\s*"([A-Z]\d{3})"', text)
    assert len(listed) == len(set(listed)) == len(CATALOGUE)
    for letter in "YSVLEWPFC":
        own = [code for code in listed if code[0] == letter]
        assert own == sorted(own)
    titles = [code.title for code in CATALOGUE.values()]
    assert len(set(titles)) == len(titles)
    assert all(code.explanation.endswith(".") and len(code.explanation) > 20 for code in CATALOGUE.values())


def test_modules_are_short() -> None:
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: count for name, count in lines.items() if count > 300} == {}


def test_functions_are_short() -> None:
    lengths = {
        f"{name}.{node.name}": (node.end_lineno or 0) - node.lineno + 1 - docstring_lines(node)
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    ordered = sorted(lengths.values())
    assert {name: length for name, length in lengths.items() if length > 50} == {}
    assert ordered[len(ordered) // 2] <= 10
    assert ordered[len(ordered) * 9 // 10] <= 30


def docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0


def test_every_public_function_and_class_says_what_it_is() -> None:
    for name, path in MODULES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), name
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{name}.{node.name}"


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").iterdir()), ids=lambda path: path.name)
def test_locks_name_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "https://" not in text
    assert "index-url" not in text
    assert "find-links" not in text
