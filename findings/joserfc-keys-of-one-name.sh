#!/bin/sh
# Software: joserfc 1.8.0.
# Guess:    Of two keys that share a name, as RFC 7517 lets keys of different kinds do (section 4.5), the one is taken that fits
#           the token's algorithm.
# Seen:     The first is taken, whatever its kind, and a token that is right is refused. Put the other way round it is taken.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check joserfc==1.8.0 >&2
cat > try.py <<'END'
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

rsa, ec = (kind.generate_key(size, {"kid": "2026"}) for kind, size in ((RSAKey, 2048), (ECKey, "P-256")))
token = jwt.encode({"alg": "RS256", "kid": "2026"}, {"sub": "anna"}, rsa)
for name, keys in (("RSA first", [rsa, ec]), ("EC first", [ec, rsa])):
    try:
        print(name, jwt.decode(token, KeySet(keys)).claims["sub"], sep=": ")
    except JoseError as error:
        print(name, type(error).__name__, sep=": ")
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "RSA first: anna
EC first: InvalidKeyTypeError" ]
