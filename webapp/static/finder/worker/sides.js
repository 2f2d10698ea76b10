// The two sides of violence: who uses it and who meets it. The same rules as finder/sides.py.
const USES = "uses";
const MEETS = "meets";
const OTHER_SIDE = { uses: MEETS, meets: USES };
const ME = ["mig", "os"];
const HIM = ["ham", "hende"];
const WHO = ["der", "som"];
const REACH = 4;
const FAR = 6;
const GAP = "*"; // in a phrase
const MOST_BETWEEN = 3;

// The side that a question is about: "uses", "meets", or empty when nothing tells.
function sideAskedFor({ acts, uses, meets, around, audience }, typed, chosen) {
  if (chosen) return chosen === audience ? USES : "";
  const words = typed.map(({ spelled }) => spelled);
  const meant = (act, start) => !act.includes(GAP) || isSomebody(around, words.slice(start + 1, start + 1 + MOST_BETWEEN));
  const acting = (act) => placesOf(act, words).filter((start) => meant(act, start)).map((start) => doer(around, words, start, start + (act.includes(GAP) ? 1 : act.length)));
  let sides = new Set(acts.flatMap(acting).filter(Boolean));
  if (!sides.size) {
    sides = new Set([[USES, uses], [MEETS, meets]].filter(([, phrases]) => phrases.some((phrase) => stands(phrase, words))).map(([side]) => side));
    if (sides.has(USES) && isOfAnother(words)) return MEETS;
    if (sides.has(MEETS) || (!sides.size && isAfraid(around, words))) return MEETS; // whoever is afraid asks
  }
  return sides.size === 1 ? [...sides][0] : "";
}

// Whose answers are shown when the words do not tell, and the answers ([side, score]) are of both.
function sideOfAnswers(found) {
  const best = {};
  for (const [side, score] of found) best[side] = Math.max(score, best[side] ?? 0);
  if (!(USES in best && MEETS in best)) return "";
  return best[USES] * 3 > best[MEETS] * 4 ? USES : MEETS;
}

function doer(around, words, start, end) {
  const before = words.slice(Math.max(0, start - REACH), start);
  const after = words.slice(end, end + REACH);
  if (after[0] === "op") return "";
  const last = before[before.length - 1];
  const done = after[0] === "af" || (before.some((word) => around.passive.includes(word)) && last !== "har");
  if (around.done_to.includes(words[start]) && done) return MEETS;
  if (around.blows.includes(words[start]) && before.some((word) => around.got.includes(word))) return MEETS;
  if (isLeft(before) || (before.some((word) => around.lives_with.includes(word)) && before.includes("med"))) return MEETS;
  if ([...after.slice(0, 3), ...before.slice(-2)].some((word) => ME.includes(word))) return MEETS;
  const far = words.slice(Math.max(0, start - FAR), start);
  const oneWho = WHO.includes(last);
  const nearest = (some) => [...some].reverse().find((word) => word === "jeg" || around.they.includes(word)) ?? "";
  const lives = far.some((word) => around.lives_with.includes(word));
  let who = nearest(before);
  if (oneWho && isMe(around, far.slice(0, -1))) return USES;
  if (!who && !around.done_to.includes(words[start]) && !lives && nearest(far) === "jeg") who = "jeg";
  if (!oneWho && who === "jeg") return USES;
  if (after.slice(0, 2).some((word) => around.his.includes(word))) return USES;
  if (oneWho) return lives ? MEETS : "";
  if (who) return MEETS;
  return after.slice(0, 2).some((word) => around.mine.includes(word)) ? USES : "";
}

function isSomebody({ they, his, people }, words) {
  return words.some((word) => [ME, HIM, they, his, people].some((some) => some.includes(word)));
}

// "væk fra en voldelig kæreste"; "holde mig fra at slå" is another thing.
function isLeft(before) {
  const last = before.slice(-3);
  return last.includes("fra") && !last.slice(last.indexOf("fra")).includes("at");
}

// "han kan ikke styre sin vrede og går efter mig"
function isOfAnother(words) {
  return !words.includes("jeg") && words.some((one) => ME.includes(one)) && words.some((one) => one === "han" || one === "hun");
}

// "bange for min storebror", "bange for at han finder mig"; "bange for at miste …" is of something else.
function isAfraid(around, words) {
  return words.some((word, place) => {
    const next = words.slice(place + 1, place + 1 + REACH);
    const after = next[0] === "for" && next[1] === "at" ? next.slice(2) : next.length ? next : ["nogen"];
    return around.afraid.includes(word) && after.some((one) => around.they.includes(one) || HIM.includes(one));
  });
}

// "jeg er selv den", "det er jeg": nothing else stands between.
function isMe(around, words) {
  const other = [...words].reverse().findIndex((word) => !around.is_me.includes(word));
  return other >= 0 && words[words.length - 1 - other] === "jeg";
}

function stands(phrase, words) {
  return placesOf(phrase, words).length > 0;
}

function placesOf(phrase, words) {
  const starts = [];
  const gap = phrase.indexOf(GAP);
  if (gap >= 0) { // "smed * ned ad": some words may stand between
    const ends = placesOf(phrase.slice(gap + 1), words);
    const follows = (start) => ends.some((end) => end > start + gap && end <= start + gap + MOST_BETWEEN);
    return placesOf(phrase.slice(0, gap), words).filter(follows);
  }
  for (let start = 0; start + phrase.length <= words.length; start += 1) {
    if (phrase.every((word, number) => words[start + number] === word)) starts.push(start);
  }
  return starts;
}
