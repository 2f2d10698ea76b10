// Truth with a date: a record says under `later` what differs from a minute on. The same as webapp/dated.py.
const NEVER_TURNS = 2 ** 40; // minutes since the epoch

// How a record stands at a minute since the epoch.
function asOf({ later = [], ...record }, minute) {
  for (const [start, changed] of later) if (start <= minute) Object.assign(record, changed);
  return record;
}

// [since, until]: the minutes around this one between which none of the records changes.
function turnsAround(records, minute) {
  let since = 0;
  let until = NEVER_TURNS;
  for (const { later = [] } of records) {
    for (const [start] of later) {
      if (start <= minute) since = Math.max(since, start);
      else until = Math.min(until, start);
    }
  }
  return [since, until];
}
