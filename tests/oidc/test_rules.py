"""What claims give: the shapes that Entra ID, Keycloak and a broker send, and everything else, which gives nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.oidc.rules import Grant, granted, has_one_of, value_of
from webapp.oidc.settings import Issuer
from webapp.users.role import Role

CVR = {"claim": "cvr", "codes": {"12345678": "0561", "87654321": "0751"}}


def issuer(*rules: dict, municipalities="alle") -> Issuer:
    return Issuer.model_validate(
        {
            "name": "Prøve",
            "issuer": "https://login.example.dk",
            "client_id": "lommekort",
            "municipalities": municipalities,
            "rules": list(rules),
        }
    )


def rule(when: dict, role="editor", municipality="0561", **more) -> dict:
    return {"when": when, "role": role, "municipality": municipality} | more


KEYCLOAK = issuer(
    rule({"realm_access.roles": "koordinator"}, "coordinator"), rule({"resource_access.kort.dk.roles": ["a", "b"]})
)
BROKER = issuer(rule({"roles": "kort"}, municipality=CVR), municipalities=["0561"])
BY_CODE = issuer(rule({"roles": "kort"}, municipality={"claim": "kommune"}), municipalities=["0561"])


@pytest.mark.parametrize(
    ("by", "claims", "gives"),
    [
        (KEYCLOAK, {"realm_access": {"roles": ["x", "koordinator"]}}, (Role.COORDINATOR, "0561")),
        (KEYCLOAK, {"resource_access": {"kort.dk": {"roles": ["b"]}}}, (Role.EDITOR, "0561")),
        (KEYCLOAK, {"realm_access.roles": "koordinator"}, (Role.COORDINATOR, "0561")),
        (KEYCLOAK, {"realm_access": {"roles": "koordinatorer"}}, None),
        (KEYCLOAK, {"realm_access": ["koordinator"]}, None),
        (BROKER, {"roles": ["kort"], "cvr": "12345678"}, (Role.EDITOR, "0561")),
        (BROKER, {"roles": ["kort"], "cvr": ["12345678"]}, (Role.EDITOR, "0561")),
        (BROKER, {"roles": ["kort"], "cvr": ["12345678", "87654321"]}, None),
        (BROKER, {"roles": ["kort"], "cvr": "87654321"}, None),  # the provider does not speak for it
        (BROKER, {"roles": ["kort"], "cvr": 12345678}, None),
        (BROKER, {"roles": ["kort"]}, None),
        (BY_CODE, {"roles": "kort", "kommune": "0561"}, (Role.EDITOR, "0561")),
        (BY_CODE, {"roles": "kort", "kommune": "0751"}, None),
    ],
)
def test_what_claims_give(by, claims, gives):
    got = granted(by, claims)
    assert (got and (got.role, got.municipality)) == gives


def test_first_rule_that_fits_decides_and_all_its_claims_must():
    by = issuer(
        rule({"roles": "k", "amr": ["mfa"]}, "coordinator", new_accounts=True), rule({"roles": ["k", "r"]}, "editor")
    )
    assert granted(by, {"roles": ["r", "k"], "amr": ["pwd", "mfa"]}) == Grant(Role.COORDINATOR, "0561", True)
    assert granted(by, {"roles": ["r", "k"], "amr": ["pwd"]}) == Grant(Role.EDITOR, "0561", False)


@pytest.mark.parametrize(
    ("claim", "wanted", "fits"),
    [
        (True, (True,), True),
        (1, (True,), False),
        ("true", (True,), False),
        (["A"], ("a",), False),
        (None, ("",), False),
    ],
)
def test_values_are_compared_exactly(claim, wanted, fits):
    assert has_one_of(claim, wanted) is fits


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from(["roles", "cvr", "realm_access", "kommune", "x"]), json_values),
    st.text(max_size=20),
)
def test_no_claims_break_the_rules_or_reach_beyond_the_file(claims, name):
    value_of(claims, name)
    for by in (KEYCLOAK, BROKER, BY_CODE):
        got = granted(by, claims)
        assert got is None or (got.role != Role.ADMINISTRATOR and by.speaks_for(got.municipality))
