"""What a build left: the functions' zips, or their plain binaries, which are then zipped as AWS wants them."""
import pathlib
import zipfile

PREFIX = "skydash-fn-"

# In a container, not on AWS Lambda.
ELSEWHERE = {"batch"}


def names(folder):
    """The names of the functions that a folder holds."""
    found = {path.name.removeprefix(PREFIX) for path in pathlib.Path(folder).glob(PREFIX + "*") if not path.suffix}
    return found - ELSEWHERE


def unpack(folder, name, target):
    """Puts a function's binary under `target`. Gives its path, and the size of its zip in bytes."""
    built = pathlib.Path(folder) / (PREFIX + name)
    binary, packed = target / name / "bootstrap", built / "bootstrap.zip"
    if built.is_file():
        packed = target / f"{name}.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
            file.write(built, "bootstrap")
    with zipfile.ZipFile(packed) as file:
        file.extract("bootstrap", binary.parent)
    binary.chmod(0o755)
    return str(binary), packed.stat().st_size
