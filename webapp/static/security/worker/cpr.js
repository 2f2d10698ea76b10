// Danish personal numbers, found in what people type, however they write them: the same rule as webapp/security/cpr.py.
// What must not stand before is matched along, for Safari can look behind only from 16.4 on, and refuses the whole script.
const CPR = (() => {
  const between = "[ ./-]{0,3}";
  const day = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])";
  const month = "(?:0[1-9]|1[0-2])";
  const born = "(?:1[89][0-9]{2}|20(?:0[0-9]|1[0-5]))";
  const year = `(?:[0-9]{2}${between}|${born}${between}|(?:18|19|20)[0-9]{2} ?- ?)`;
  const monthName = "(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,6}";
  const written = [
    `${day}${month}[0-9]{2}[^0-9A-Za-zÆØÅæøå]{0,6}[0-9]{4}`,
    `${day}${month}[0-9]{2} ?- ?[0-9]{2} [0-9]{2}(?! ?[0-9])`,
    `${day}${month}(?:18|19|20)[0-9]{2}${between}[0-9]{4}`,
    `${day}${between}${month}${between}${year}[0-9]{4}`,
    `(?:${day}|[1-9])[ ./-]{1,3}(?:${month}|[1-9])[ ./-]{1,3}(?:${born}|[0-9]{2}) ?- ?[0-9]{4}`,
    `(?:${day}|[1-9])[ ./-]{0,3}${monthName}[ ./-]{1,3}(?:${born}|[0-9]{2}) ?- ?[0-9]{4}`,
    `${born}-?${month}-?${day} ?- ?[0-9]{4}`,
    "[0-9](?: [0-9]){5} ?- ?[0-9](?: [0-9]){3}(?! [0-9])",
  ];
  return new RegExp(`(?:^|[^0-9+])(?:${written.join("|")})(?![0-9])`, "i");
})();

// A meeting's date with its hours only looks like a number.
const MEETING = (() => {
  const day = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])";
  const month = "(?:0[1-9]|1[0-2])";
  const clock = "(?:[01]?[0-9]|2[0-4])(?:[.:][0-5][0-9])?";
  const clocks = `(?:kl\\.? ?${clock}|${clock} ?(?:-|til|og) ?(?:kl\\.? ?)?${clock})`;
  const long = "(?:[01][0-9]|2[0-4])[0-5][0-9]";
  return new RegExp(
    `(^|[^0-9./-])${clocks}(?:[ ,(]{1,2}| - )` +
      `(?:${day}([./-])${month}\\2(?:20[2-4][0-9])|20[2-4][0-9]-${month}-${day})(?! ?[./-]? ?[0-9]{4})(?![0-9-])` +
      `|(^ ?|[^0-9] |[^0-9 ./-])${day}([./-])${month}(?:\\4(?:20[2-4][0-9]))?\\.? (?:- |kl\\.? )?` +
      `${long} ?- ?${long}(?![0-9-])`,
    "gi",
  );
})();

function hasCpr(text) {
  return CPR.test(plainDigits(text).replace(MEETING, "$1$3x"));
}

// All digits as ASCII, all dashes as one, all spaces as one; what cannot be seen is gone.
function plainDigits(text) {
  return text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[\p{Pd}\u2212\u2044\u00b7\u2022]/gu, "-")
    .replace(/[\s\u001c-\u001f\u0085]/gu, " ");
}

// Unicode's decimal digits stand ten in a row, from the zero of their script.
function asciiDigit(digit) {
  let zero = digit.codePointAt(0);
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && digit.codePointAt(0) - zero < 9) zero -= 1;
  return String((digit.codePointAt(0) - zero) % 10);
}
