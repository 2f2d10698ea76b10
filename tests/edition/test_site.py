"""A static site that is written over another one."""

from hypothesis import given
from hypothesis import strategies as some

from webapp.edition.site import Site

addresses = some.sampled_from(["/", "/kort", "/kort/1", "/kort/2", "/static/a.js", "/static/deep/b.css", "/udgave/abc"])
sites = some.dictionaries(addresses, some.binary(max_size=60), min_size=1)


def written(folder, bodies: dict[str, bytes]) -> Site:
    """A site with these bodies, written to a folder."""
    site = Site(folder, None)
    for address, body in bodies.items():
        site.write(address, body, 5)
    site.remove_others()
    return site


def files(folder) -> dict[str, bytes]:
    """Everything in a folder: files with what they hold, and folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")
    }


@given(sites, sites)
def test_site_over_another_is_as_in_an_empty_folder(tmp_path_factory, before, after):
    over, anew = tmp_path_factory.mktemp("over"), tmp_path_factory.mktemp("anew")
    written(over, before)
    assert written(over, after).files == written(anew, after).files
    assert files(over) == files(anew)
