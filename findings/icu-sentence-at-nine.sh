#!/bin/sh
# Software: ICU 77 in Node (npm's node) 22.21.1, Intl.Segmenter in Danish.
# Guess:    A sentence is not cut after "kl." and "d.", which stand before nearly every time and date in Danish.
# Seen:     It is cut there, as a figure follows. "f.eks." is passed over, as a small letter follows.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
npm install --silent --no-audit --no-fund node@22.21.1 >&2
cat > try.mjs <<'END'
const text = "Ring kl. 10.30. Kom d. 1. maj. Spørg f.eks. efter vagten.";
const parts = new Intl.Segmenter("da", { granularity: "sentence" }).segment(text);
console.log(process.version, [...parts].map((part) => part.segment.trim()).join(" | "));
END
seen=$(node_modules/.bin/node try.mjs)
echo "$seen"
[ "$seen" = "v22.21.1 Ring kl. | 10.30. | Kom d. | 1. maj. | Spørg f.eks. efter vagten." ]
