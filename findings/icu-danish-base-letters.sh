#!/bin/sh
# Software: ICU 77 in Node (npm's node) 22.21.1, Intl.Collator in Danish, as a search uses it.
# Guess:    With sensitivity "base" accents do not count: "Muller" finds "Müller" as "cafe" finds "café". "aa" and "å" are two
#           spellings, told apart by "accent" at the latest.
# Seen:     "Müller" is found by "Myller" and not by "Muller". "aa" is "å" by every sensitivity but "variant", also where two
#           words meet: "Dataadgang" is "Datådgang". "e" and "é" are as guessed.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
npm install --silent --no-audit --no-fund node@22.21.1 >&2
cat > try.mjs <<'END'
const PAIRS = [["cafe", "café"], ["Muller", "Müller"], ["Myller", "Müller"], ["Kaare", "Kåre"], ["Dataadgang", "Datådgang"]];
console.log(process.version, "ICU", process.versions.icu);
for (const sensitivity of ["base", "accent", "variant"]) {
  const { compare } = new Intl.Collator("da", { usage: "search", sensitivity });
  console.log(sensitivity, PAIRS.map(([a, b]) => `${a} ${compare(a, b) ? "≠" : "="} ${b}`).join(" | "));
}
END
seen=$(node_modules/.bin/node try.mjs)
echo "$seen"
[ "$seen" = "v22.21.1 ICU 77.1
base cafe = café | Muller ≠ Müller | Myller = Müller | Kaare = Kåre | Dataadgang = Datådgang
accent cafe ≠ café | Muller ≠ Müller | Myller ≠ Müller | Kaare = Kåre | Dataadgang = Datådgang
variant cafe ≠ café | Muller ≠ Müller | Myller ≠ Müller | Kaare ≠ Kåre | Dataadgang ≠ Datådgang" ]
