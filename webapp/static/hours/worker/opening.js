// What an opening table says at a moment, and in words; the same, function by function, as hours/opening.py says it.
// Minutes are UTC minutes since the epoch; the clock in Denmark comes from the edition's rows, never from the phone.
const DAY_LENGTH = 1440; // minutes, as are the next three
const NIGHT_ENDS = 360;
const SOON = 60;
const HORIZON = 14 * DAY_LENGTH;
const isoDays = new Map(); // the few days that are asked about are written once

function opening(table, zone, holidays, [begin, end], nowMinute) {
  if (table === null || nowMinute < begin || nowMinute >= end) return { kind: "unknown", until: null, always: false };
  if (table.always) return { kind: "open", until: null, always: true };
  const spans = openingSpans(table, zone, holidays, end, nowMinute, HORIZON / DAY_LENGTH + 2);
  const kind = openingKind(spans, end, nowMinute);
  const edges = [end, ...spans.flatMap(([start, stop]) => [start, stop])]
    .filter((edge) => nowMinute < edge && edge <= nowMinute + HORIZON)
    .sort((one, other) => one - other);
  for (const edge of edges) {
    const follows = openingKind(spans, end, edge);
    if (follows !== kind) return { kind, until: follows === "open" || follows === "closed" ? edge : null, always: false };
  }
  return { kind, until: null, always: kind === "open" };
}

// Whether a table says open, without what follows: intervals that have begun began yesterday or today.
function isOpenAt(table, zone, holidays, [begin, end], nowMinute) {
  if (table === null || nowMinute < begin || nowMinute >= end) return false;
  return Boolean(table.always) || openingKind(openingSpans(table, zone, holidays, end, nowMinute, 1), end, nowMinute) === "open";
}

// Open where any interval says so, else to be rung first, else unknown where any says so, or from `end` on.
function openingKind(spans, end, minute) {
  const marks = spans.filter((span) => span[0] <= minute && minute < span[1]).map((span) => span[2]);
  if (marks.includes("")) return "open";
  if (marks.includes("call")) return "call";
  return marks.length || minute >= end ? "unknown" : "closed";
}

// The intervals that begin from yesterday until so many days from today.
// On a holiday that the table does not speak of intervals are marked, also the night that comes into it.
function openingSpans(table, zone, holidays, end, nowMinute, days) {
  const today = Math.floor((nowMinute + zoneOffset(zone, nowMinute)) / DAY_LENGTH);
  const after = Math.floor((end + zoneOffset(zone, end)) / DAY_LENGTH);
  const spans = [];
  for (let day = today - 1; day < Math.min(today + days, after); day += 1) {
    const doubtful = isDoubtful(table, holidays, day);
    const nextDoubtful = isDoubtful(table, holidays, day + 1);
    const add = (from, to, mark) => spans.push([utcMinute(zone, day * DAY_LENGTH + from), utcMinute(zone, day * DAY_LENGTH + to), mark]);
    for (const span of table.days[isoDay(day)] ?? table.week[(day + 3) % 7]) {
      const from = span[0];
      const to = span[1];
      const said = doubtful ? "call" : span[2] ?? "";
      if (!nextDoubtful || to <= DAY_LENGTH) add(from, to, said);
      else {
        if (from < DAY_LENGTH) add(from, DAY_LENGTH, said);
        add(Math.max(from, DAY_LENGTH), to, "call");
      }
    }
  }
  return spans;
}

function isDoubtful(table, holidays, day) {
  return table.call === true && holidays.includes(day) && table.days[isoDay(day)] === undefined;
}

function isoDay(day) {
  if (!isoDays.has(day)) isoDays.set(day, calendarDay(day).toISOString().slice(0, 10));
  return isoDays.get(day);
}

// A day, counted from the epoch, as a date whose UTC fields are the calendar's.
function calendarDay(day) {
  return new Date(day * DAY_LENGTH * 60000);
}

function zoneOffset(zone, minute) {
  let row = zone.length - 1;
  while (row > 0 && zone[row][0] > minute) row -= 1;
  return zone[row][1];
}

// The first minute at which the clock on the wall shows `wall` or later.
function utcMinute(zone, wall) {
  for (let row = 0; row + 1 < zone.length; row += 1) {
    const minute = wall - zone[row][1];
    if (minute < zone[row + 1][0]) return Math.max(zone[row][0], minute);
  }
  return wall - zone[zone.length - 1][1];
}

function openingWords({ kind, until, always }, zone, nowMinute, said) {
  if (kind === "unknown" || kind === "call") return said.get(`state.${kind}`);
  if (until === null) return said.get(always ? "state.always" : `state.${kind}`);
  const verb = kind === "open" ? "closes" : "opens";
  const left = until - nowMinute;
  if (left <= SOON) return said.counted(`state.${verb}_soon`, left);
  return momentWords(until, zone, nowMinute, said, `state.${verb}`);
}

// Midnight is 24 of the day that ends.
function momentWords(minute, zone, nowMinute, said, verb) {
  const wall = minute + zoneOffset(zone, minute);
  const day = Math.floor((wall - 1) / DAY_LENGTH);
  const nowWall = nowMinute + zoneOffset(zone, nowMinute);
  const days = day - Math.floor(nowWall / DAY_LENGTH);
  const time = said.clock(wall - day * DAY_LENGTH);
  if (days === 0) return said.put(`${verb}_today`, { time });
  if (days === 1 && wall - day * DAY_LENGTH < NIGHT_ENDS && nowWall % DAY_LENGTH >= NIGHT_ENDS) {
    return said.put(`${verb}_tonight`, { time });
  }
  if (days === 1) return said.put(`${verb}_tomorrow`, { time });
  if (days < 7) return said.put(`${verb}_day`, { day: said.said(["d", (day + 3) % 7]), time });
  const date = calendarDay(day);
  return said.put(`${verb}_date`, { date: said.said(["day", date.getUTCMonth(), date.getUTCDate()]), time });
}
