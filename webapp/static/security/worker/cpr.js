// Danish personal numbers, found in what people type, however they write them: the same rule as webapp/security/cpr.py.
// What must not stand before is matched along, for Safari can look behind only from 16.4 on, and refuses the whole script.
const CPR = (() => {
  const day = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])";
  const month = "(?:0[1-9]|1[0-2])";
  const born = "(?:1[89][0-9]{2}|20(?:0[0-9]|1[0-5]))";
  const grown = "(?:3[6-9]|[4-9][0-9])"; // a year of birth in two digits that is no year of now
  const mark = "[^0-9A-Za-zÆØÅæøå ]{1,2}";
  const monthName = "(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,6}";
  const between = "[ ./-]{0,3}";
  const last = `(?:${born}${between}|[0-9]{2} ?- ?)[0-9]{4}`;
  const inParts = [
    `${day}${between}${month}${between}(?:18|19|20)[0-9]{2} ?- ?[0-9]{4}`,
    `${day}${month}(?:18|19|20)[0-9]{2}${between}[0-9]{4}`,
    `(?:${day}|[1-9])[ ./-]{1,3}(?:${month}|[1-9])[ ./-]{1,3}${last}`,
    `(?:${day}|[1-9])[ ./-]{0,3}${monthName}[ ./-]{0,3}${last}`,
    `(?:${day}|[1-9])[./-] ?(?:${month}|[1-9])[ ./-]{1,2}${grown} [0-9]{4}`,
    `${day}${mark}${month}${mark}${grown}${mark}[0-9]{4}`,
    `${born}[ ./-]?${month}[ ./-]?${day}${between}[0-9]{4}`,
  ];
  // The date and the last four told apart in words.
  const year = `(?:${born}|[01][0-9]|3[6-9]|[4-9][0-9])`;
  const six = `${day}${month}(?:[01][0-9]|${grown})(?![0-9])`;
  const birth =
    `(?:${day}${month}${year}|(?:${day}|[1-9])[ ./-]{1,3}(?:${month}|[1-9])(?:[ ./-]{1,3}| i )${year}` +
    `|(?:${day}|[1-9])[ ./-]{0,3}${monthName}(?:[ ./-]{1,3}| i )${year}|${born}[./-]?${month}[./-]?${day})(?![0-9])`;
  const four = "[0-9](?:[ .-]?[0-9]){3}(?![0-9])";
  const noYear = "(?!(?:19|20)[0-9]{2})";
  // The last four first: 1234-010190.
  const turnedDay = `${day}[./-]?${month}[./-]?`;
  const turned =
    `${noYear}(?:[0-9]{4}(?: ?[/,-] ?| {1,3})${turnedDay}(?:[01][0-9]|${grown})` +
    `|(?!(?:[01][0-9]|2[0-4])(?:00|15|30|45))[0-9]{4} ?[/-] ?${turnedDay}[0-9]{2})(?! ?[0-9-])`;
  const lastFour =
    "(?:(?:sidste|bagerste|fire|4) (?:sidste|bagerste|fire|4|cifre|tal)(?! ?(?:[åÅ]r|uge|dag|m[åÅ]ned|time|gang))" +
    "|cifre|l[øØ]ben|\\bender|\\bslutter)";
  const ledTo = `(?:${lastFour}|\\bcpr|person(?:nr|nummer)|streg\\b|\\bminus\\b)`;
  const bornWord = "(?:\\bf[øØ]d[a-zæøåÆØÅ]*|\\bf\\.|\\bcpr|person(?:nr|nummer)|\\bborn\\b|\\bbirth[a-z]*)";
  const gap = "(?:(?!ring|tlf|tel|\\bkl)[^0-9])";
  const inWords = [
    `(?:^|[^0-9+])${birth}[^0-9]{1,40}${ledTo}${gap}{0,20}${four}`,
    `(?:^|[^0-9+])${six}(?=[^0-9]* )${gap}{1,25}${noYear}${four}`,
    `${bornWord}[^0-9]{0,15}${birth}${gap}{1,40}${noYear}${four}`,
    `${lastFour}${gap}{0,20}${four}[^0-9]{1,40}${birth}`,
    `(?:^|[^0-9+])${four}[^0-9]{1,12}${lastFour}[^0-9]{1,40}${birth}`,
    `(?:^|[^0-9+./-])${turned}`,
    `${bornWord}[^0-9]{0,15}${four}[ ./-]{1,3}${six}`,
  ];
  return {
    born,
    inWords: new RegExp(inWords.join("|"), "i"),
    plain: new RegExp(`(?:^|[^0-9+])${day}${month}[0-9]{2}[^0-9A-Za-zÆØÅæøå]{0,12}[0-9]{4}(?![0-9])`),
    inParts: new RegExp(`(?:^|[^0-9+])(?:${inParts.join("|")})(?![0-9])`, "i"),
    run: /\+?[0-9]+(?:[ ./_()-]{1,4}\+?[0-9]+)*/g,
    whole: new RegExp(`^(?:${day}${month}[0-9]{6}|${day}${month}${born}[0-9]{4})$`),
  };
})();

// What a whole run of digits may be made of and be nobody's: telephone numbers, hours, dates.
const NUMBERS_OF_NOBODY = (() => {
  const day = "(?:0?[1-9]|[12][0-9]|3[01])";
  const month = "(?:0?[1-9]|1[0-2])";
  const now = "20(?:1[6-9]|[2-4][0-9])";
  const date = `${day}(?:\\. ?|/)${month}`;
  // "01. 02. 2004 1234" is no day and a telephone, and "08 - 01 - 2004 1234" no hours and one.
  const yearAndFour = `${CPR.born}[ .-]{1,3}[0-9]{2}[ .-]?[0-9]{2}(?![0-9])`;
  const noBirth = `(?![ ./-]{0,3}${yearAndFour})`;
  const ofYear = `(?:\\. ?|[/ -])(?:${now}|2[0-9]|3[0-5])`;
  const iso = `(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-${day}`;
  const dateNow = `(?:${day}\\.${month}\\.${now}|${day}-${month}-${now}|${iso})`;
  const yearNow = "(?:20[2-4][0-9]|2[0-9]|3[0-5])";
  const dayNow =
    `(?:${day}(?:\\. ?|[/-])${month}(?:\\. ?|[/ -])${yearNow}|20[2-4][0-9]-(?:0[1-9]|1[0-2])-${day}(?![0-9]))`;
  const dateEver = `${day}(?:\\.${month}\\.|/${month}/|-${month}-)(?:19|20)[0-9]{2}`;
  const hour = "(?:[01]?[0-9]|2[0-4])";
  const long = "(?:[01][0-9]|2[0-4])\\.?(?:00|15|30|45)";
  const clock = `${hour}(?:\\.[0-5][05])?`;
  const denmark = "(?:\\(?\\+45[ )-]{0,2}|(?:00 ?)?45[ -])?";
  const items = (...patterns) => patterns.map((pattern) => new RegExp(`(?:${pattern})(?![0-9])`, "y"));
  const telephones = items(
    `${denmark}[2-9][0-9](?:[ .-]?[0-9]{2}){3}`,
    `${denmark}[2-9][0-9](?:[ .-]?[0-9]{2}){3} ${long}-${long}`,
    `${denmark}[2-9][0-9](?:[ .-][0-9]{3}){2}`,
    `${denmark}[2-9][0-9]{3}[ .-][0-9]{4}`,
    `${denmark}[2-9][0-9]{2}[ .-](?:[0-9]{2}[ .-][0-9]{3}|[0-9]{3}[ .-][0-9]{2})`,
    "\\+(?!45)[1-9][0-9]{0,2}(?:[ -]\\(?[0-9]{1,8}\\)?){1,5}",
    "11[234]|18(?:13|81|88)|116[ .]?[0-9]{3}|24/7",
  );
  const times = items(
    `(?!00? ?- ?00?(?![0-9.]))(?:${clock} ?- ?${clock})(?! ?- ?${yearAndFour})`,
    `${hour}\\.[0-5][05]${noBirth}`,
    `(?:${day}\\.? ?- ?)?${date}${noBirth}\\.?`,
    `(?:${day}\\.? ?- ?)?${date}${ofYear}`,
    `${date}(?:${ofYear})?\\.? ?- ?${date}${noBirth}`,
    `${date}(?:${ofYear})?\\.? ?- ?${date}${ofYear}`,
    dateNow,
    `${dateNow} ${hour}`,
    `${dateEver} ?- ?${dateEver}`,
    `${day}(?:0[1-9]|1[0-2])(?:2[0-9]|3[0-5]) [0-2][0-9] [0-5][05]`,
  );
  return {
    dateNow,
    dayNow,
    long,
    yearNow,
    inTen: { items: times, between: / \/ |\/(?=[0-9.]{1,5}-)|\.?[ ()]{1,3}/y },
    inMore: { items: [...telephones, ...times], between: /[.-]?[ ()/][ ()/-]{0,2}/y },
  };
})();

// A meeting's date with its hours only looks like a number.
const MEETING = (() => {
  const at = "(?:[01]?[0-9]|2[0-4])(?:\\.?[0-5][0-9])?";
  const range = `(?:kl\\.? ?)?${at} ?(?:-|til|og) ?(?:kl\\.? ?)?${at}`;
  const hours = `(?:${range}|kl\\.? ?${at}|(?:[01]?[0-9]|2[0-4])\\.[0-5][05])`;
  const { dayNow, long, yearNow } = NUMBERS_OF_NOBODY;
  const dayInOne = `(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])${yearNow}`;
  const dayOfTwo = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])[./-](?:0[1-9]|1[0-2])";
  const gap = "(?:\\.?[ ,:(]{1,2}|\\.? - )";
  return new RegExp(
    `(^|[^0-9./-])${hours}(?:(?:[ ,(]{1,2}| - )${dayNow}|[ ,(]{1,2}${dayInOne})(?! ?[./-]? ?[0-9]{4})(?![0-9-])` +
      `|(^ ?|[^0-9] |[^0-9 ./-])(?:(?:${dayNow}${gap}|${dayInOne}[ ,:(]{1,2})${hours}` +
      `|${dayOfTwo}${gap}${long} ?- ?${long})(?![0-9]|[.-] ?[0-9])`,
    "gi",
  );
})();

// Told by the words beside them: a book's number, an article's, a business's (P-nummer), a place's (EAN, GLN), accounts, a
// telephone, a sum of money, how long something takes, a page's day in its address, a number abroad, a time on the clock,
// from one day to another.
const NOBODYS = (() => {
  const sum = "[0-9]{1,3}(?:\\.[0-9]{3})+";
  const abroad = "(?!45)[1-9][0-9]{0,2}[ -]?(?:\\(0\\) ?)?(?:[0-9]{1,4} )?[0-9]{6,11}(?![0-9-])";
  const day = `(?:${NUMBERS_OF_NOBODY.dateNow}|${NUMBERS_OF_NOBODY.dayNow})`;
  const told = [
    "\\bISBN(?:-10)?:? ?[0-9]{9}[0-9X](?![0-9])",
    "\\b97[89](?:[ -]?[0-9]){10}(?![0-9])",
    "\\bdoi(?:\\.org/|[: ]{1,2})10\\.[0-9]{4,5}/",
    "\\b(?:P-nummer:? ?1[0-9]{2}|(?:P[- ]?nr|produktionsenhed[a-z]*)[.:]{0,2} ?10[0-3])[0-9]{7}(?![0-9])",
    `\\+${abroad}`,
    `(^ ?|[^0-9] |[^0-9 .,:+-])00${abroad}`,
    "(^|[^0-9:])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?![0-9:])",
    `(^|[^0-9./-])${day} ?(?:-|til) ?${day}(?![0-9-])`,
    "\\buge(?:r|rne)? [0-9]{1,2}(?: ?- ?[0-9]{1,2})?(?![0-9])",
    "\\b(?:EAN|GLN)[^0-9]{0,12}[0-9](?:[ -]?[0-9]){12}(?![0-9])",
    "\\b[A-Z]{2}[0-9]{2}(?: ?[0-9]{4}){3,6}(?: ?[0-9]{1,3})?(?![0-9])",
    "\\bkonto(?:nr|nummer)?[^0-9]{0,3}(?:[0-9]{4}[ -]{1,3})?[0-9]{6,10}(?![0-9]|[ -]{1,3}[0-9]{4}(?![0-9]))",
    "\\b(?:tlf|tel|telefon|mobil|ring|sms)[^0-9+]{0,5}(?!45)[2-9][0-9](?: [0-9]{2}){3}(?![0-9])",
    `\\b(?:kr\\.?|DKK) ?${sum}(?: ?- ?${sum})?(?![0-9])`,
    `(^|[^0-9.-])${sum}(?: ?- ?${sum})? ?(?:kr\\b|,-|DKK\\b)`,
    "(^|[^0-9])[0-9]{1,2} (?:timer|døgn|dage|måneder|år|minutter|min|kr)\\b",
    "([a-z]/)(?:19|20)[0-9]{2}/(?=[0-9]{1,2}/)",
  ];
  return new RegExp(told.join("|"), "gi");
})();
// Letters that pass for a nought or a one among digits: O1O190-1234.
const LIKE_DIGITS = /(^|[^0-9A-Za-zÆØÅæøå])[OoIl]*[0-9][0-9OoIl]*(?![0-9A-Za-zÆØÅæøå])/g;
// What pages and addresses write in place of a mark between: 010190%2D1234, 010190&ndash;1234, 010190<br>1234.
const CODED = /(?:%[0-9a-f]{2})+|&#?[0-9a-z]{1,8};|<[^<>]{0,20}>/gi;

function hasCpr(text) {
  const others = plainDigits(text).replace(CODED, " ").replace(NOBODYS, "$1$2$3$4$5$6x");
  const plain = others.replace(MEETING, "$1$2x");
  if (CPR.plain.test(plain) || CPR.inWords.test(plain)) return true;
  const rest = plain.replace(CPR.run, (run) => (isNobodys(run) ? "x" : run));
  return CPR.inParts.test(rest) || (rest.match(CPR.run) || []).some(holdsCpr);
}

// Whether digits that belong together, ten or more, are telephone numbers, hours and dates alone.
function isNobodys(run) {
  const count = run.replace(/[^0-9]/g, "").length;
  // Ten digits are no telephone number with something after it.
  return count >= 10 && isMadeOf(count === 10 ? NUMBERS_OF_NOBODY.inTen : NUMBERS_OF_NOBODY.inMore, run);
}

// Whether digits that belong together hold ten (twelve with a whole year) that are a number, split anywhere.
function holdsCpr(run) {
  const groups = run.match(/\+?[0-9]+/g);
  return groups.some((begins, first) => {
    let digits = "";
    for (const group of begins[0] === "+" ? [] : groups.slice(first, first + 12)) {
      digits += group.replace("+", "");
      if (CPR.whole.test(digits)) return true;
    }
    return false;
  });
}

// Whether a run is such items from its beginning to its end.
function isMadeOf({ items, between }, run) {
  const reached = new Set([0]);
  for (let at = 0; at < run.length; at += 1) {
    for (const item of reached.has(at) ? items : []) {
      item.lastIndex = at;
      if (!item.test(run)) continue;
      if (item.lastIndex === run.length) return true;
      between.lastIndex = item.lastIndex;
      if (between.test(run)) reached.add(between.lastIndex);
    }
  }
  return false;
}

// All digits as ASCII, letters among them that look like one too; all dashes as one, all spaces as one. What cannot be
// seen is gone, and what is drawn over a digit.
function plainDigits(text) {
  return text
    .normalize("NFKC")
    .replace(/[\p{Cf}\p{Mn}\p{Me}\u115f\u1160\u2800]/gu, "")
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[\p{Pd}\u2212\u2044\u00b7\u2022]/gu, "-")
    .replace(/[\s\u001c-\u001f\u0085]/gu, " ")
    .replace(LIKE_DIGITS, (word, before) => before + word.slice(before.length).replace(/[Oo]/g, "0").replace(/[Il]/g, "1"));
}

// Unicode's decimal digits stand ten in a row, from the zero of their script.
function asciiDigit(digit) {
  let zero = digit.codePointAt(0);
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && digit.codePointAt(0) - zero < 9) zero -= 1;
  return String((digit.codePointAt(0) - zero) % 10);
}
