-- Joined pairs, and what every pane holds, one row a value.
-- In: event, verdict, settings. Out: pair, prediction_row, outcome_row, number, word, joined_value, joined_row.

CREATE TABLE accepted AS
SELECT event.*, late FROM event JOIN verdict USING (topic, part, off) WHERE verdict = 'accepted';

-- One outcome matches the predictions of all versions, at most `tolerance` before and `horizon` after them, and appended at
-- most `patience` before or after them, by the second.
CREATE TABLE pair AS
SELECT p.model, p.part, p.version, p.off AS prediction_off, o.off AS outcome_off, p.late OR o.late AS late,
  greatest(p.moment, o.moment) AS moment, o.moment - p.moment AS delay, p.task, p.label, p.score, p.value, p.probabilities, p.segments,
  p.ranked, p.features, o.outcome, o.chosen, o."values"
FROM accepted p JOIN accepted o ON p.part = o.part AND p.model = o.model AND p.id = o.id, settings
WHERE p.topic = 'predictions' AND o.topic = 'outcomes' AND o.moment - p.moment BETWEEN -tolerance AND horizon
  AND abs(o.appended // 1000 - p.appended // 1000) * 1000 <= patience;

CREATE MACRO pane_start(moment) AS (SELECT floor(moment / pane)::BIGINT * pane FROM settings);
-- '' is all rows; each segment of a row has a pane of its own.
CREATE MACRO segments_of(j) AS list_concat([''], list_transform(names_of(j), lambda name: name || '=' || unquoted(member(j, name))));

CREATE TABLE prediction_row AS
SELECT model, version, unnest(segments_of(segments)) AS segment, pane_start(moment) AS start, part, off,
  task, failure, latency, features, label, score, value, probabilities, ranked
FROM accepted WHERE topic = 'predictions' AND NOT late;

CREATE TABLE outcome_row AS
SELECT model, version, unnest(segments_of(segments)) AS segment, pane_start(moment) AS start, part, outcome_off AS off,
  task, label, score, value, probabilities, ranked, features, outcome, chosen, delay, "values", as_text(outcome) AS actual,
  CASE task
    WHEN 'failed' THEN 'failed'
    WHEN 'regression' THEN CASE WHEN is_number(outcome) THEN 'fits' ELSE 'mismatched' END
    WHEN 'binary' THEN CASE WHEN is_number(outcome) AND as_number(outcome) IN (0, 1) THEN 'fits' ELSE 'mismatched' END
    WHEN 'ranking' THEN CASE WHEN chosen IS NOT NULL THEN 'fits' ELSE 'mismatched' END
    ELSE CASE WHEN chosen IS NULL THEN 'fits' ELSE 'mismatched' END END AS fit
FROM pair WHERE NOT late;

CREATE TABLE feature_value AS
SELECT model, version, segment, start, 'features/' || name AS measure, member(features, name) AS j
FROM (SELECT *, unnest(names_of(features)) AS name FROM prediction_row WHERE segment = '');

-- The places of a list, of the first twenty, that were chosen, and how many things were: "1 4/3".
CREATE MACRO hits_of(ranked, chosen) AS array_to_string(list_filter(range(1, least(20, len(ranked)) + 1),
  lambda place: list_contains(chosen, ranked[place])), ' ') || '/' || len(chosen);

-- The probability that the model gave to what happened, never quite 0 or 1; null where it gave none.
CREATE TABLE fitting_row AS
SELECT *, CASE WHEN task = 'binary' AND score IS NOT NULL OR task = 'multiclass' AND NOT is_none(probabilities)
  THEN least(1 - 1e-15, greatest(1e-15, CASE task
    WHEN 'binary' THEN CASE WHEN actual = '1' THEN score ELSE 1 - score END
    ELSE coalesce(as_number(member(probabilities, actual)), 0) END)) END AS p
FROM outcome_row WHERE fit = 'fits';

CREATE TABLE scored_row AS SELECT * FROM fitting_row WHERE p IS NOT NULL;

-- A feature's value in every joined row, beside what tells how wrong the row was: nothing does where nothing was chosen.
CREATE TABLE joined_value AS
SELECT model, version, segment, start, name, CASE WHEN is_number(j) THEN as_number(j) END AS x,
  CASE WHEN json_type(j) IN ('VARCHAR', 'BOOLEAN') THEN unquoted(j) END AS text,
  CASE WHEN task = 'regression' THEN value - as_number(outcome) END AS error, label = actual AS hit, p,
  CASE WHEN task = 'ranking' THEN hits_of(ranked, chosen) END AS places
FROM (SELECT *, unnest(names_of(features)) AS name FROM fitting_row WHERE segment = '' AND coalesce(len(chosen), 1) > 0), LATERAL (SELECT member(features, name) AS j);

CREATE TABLE joined_row AS
SELECT model, version, segment, start, CASE WHEN task = 'regression' THEN value - as_number(outcome) END AS error, label = actual AS hit, p,
  CASE WHEN task = 'ranking' THEN hits_of(ranked, chosen) END AS places
FROM fitting_row WHERE coalesce(len(chosen), 1) > 0;

-- Squared errors of all classes, those that the model did not name included.
CREATE MACRO multiclass_brier(probabilities, actual) AS list_reduce(
  list_transform(names_of(probabilities), lambda name:
    (as_number(member(probabilities, name)) - (name = actual)::INTEGER) * (as_number(member(probabilities, name)) - (name = actual)::INTEGER)),
  lambda a, b: a + b, 0::DOUBLE) + CASE WHEN list_contains(names_of(probabilities), actual) THEN 0 ELSE 1 END;

CREATE TABLE number AS
          SELECT 'prediction' AS side, model, version, segment, start, 'latency' AS measure, latency AS x
          FROM prediction_row WHERE latency IS NOT NULL
UNION ALL SELECT 'prediction', model, version, segment, start, measure, as_number(j) FROM feature_value WHERE is_number(j)
UNION ALL SELECT 'prediction', model, version, segment, start, 'answers/score', score
          FROM prediction_row WHERE segment = '' AND score IS NOT NULL
UNION ALL SELECT 'prediction', model, version, segment, start, 'answers/confidence', coalesce(as_number(member(probabilities, label)), 0)
          FROM prediction_row WHERE segment = '' AND task = 'multiclass' AND NOT is_none(probabilities)
UNION ALL SELECT 'prediction', model, version, segment, start, 'answers/value', value
          FROM prediction_row WHERE segment = '' AND value IS NOT NULL
UNION ALL SELECT 'prediction', model, version, segment, start, 'answers/places', least(20, len(ranked))::DOUBLE
          FROM prediction_row WHERE segment = '' AND task = 'ranking'
UNION ALL SELECT 'outcome', model, version, segment, start, 'outcomes', len(chosen)::DOUBLE
          FROM outcome_row WHERE fit = 'fits' AND task = 'ranking'
UNION ALL SELECT 'outcome', model, version, segment, start, 'values/' || name, as_number(member("values", name))
          FROM (SELECT *, unnest(names_of("values")) AS name FROM outcome_row)
UNION ALL SELECT 'outcome', model, version, segment, start, 'delay', delay::DOUBLE FROM outcome_row WHERE segment = ''
UNION ALL SELECT 'outcome', model, version, segment, start, 'outcomes', as_number(outcome)
          FROM outcome_row WHERE fit = 'fits' AND task = 'regression'
UNION ALL SELECT 'outcome', model, version, segment, start, 'error', value - as_number(outcome)
          FROM outcome_row WHERE fit = 'fits' AND task = 'regression'
UNION ALL SELECT 'outcome', model, version, segment, start, 'relative', abs((value - as_number(outcome)) / as_number(outcome))
          FROM outcome_row WHERE fit = 'fits' AND task = 'regression' AND as_number(outcome) <> 0
-- The score, and the probability of the class that was answered.
UNION ALL SELECT 'outcome', model, version, segment, start,
            CASE WHEN CASE task WHEN 'binary' THEN actual = '1' ELSE label = actual END THEN 'positive' ELSE 'negative' END,
            CASE task WHEN 'binary' THEN score ELSE coalesce(as_number(member(probabilities, label)), 0) END
          FROM scored_row
UNION ALL SELECT 'outcome', model, version, segment, start, 'probability', p FROM scored_row
UNION ALL SELECT 'outcome', model, version, segment, start, 'brier', CASE task
            WHEN 'binary' THEN (score - actual::DOUBLE) * (score - actual::DOUBLE)
            ELSE multiclass_brier(probabilities, actual) END
          FROM scored_row;

CREATE TABLE word AS
          SELECT 'prediction' AS side, model, version, segment, start, measure, unquoted(j) AS text
          FROM feature_value WHERE json_type(j) IN ('VARCHAR', 'BOOLEAN')
UNION ALL SELECT 'prediction', model, version, segment, start, measure, NULL FROM feature_value WHERE json_type(j) = 'NULL'
UNION ALL SELECT 'prediction', model, version, segment, start, 'answers/label', label
          FROM prediction_row WHERE segment = '' AND label IS NOT NULL
UNION ALL SELECT 'prediction', model, version, segment, start, 'failures', failure FROM prediction_row WHERE task = 'failed'
UNION ALL SELECT 'outcome', model, version, segment, start, 'outcomes', actual
          FROM outcome_row WHERE fit = 'fits' AND task IN ('binary', 'multiclass')
UNION ALL SELECT 'outcome', model, version, segment, start, 'confusion', label || chr(9) || actual
          FROM outcome_row WHERE fit = 'fits' AND task IN ('binary', 'multiclass')
UNION ALL SELECT 'outcome', model, version, segment, start, 'lists', hits_of(ranked, chosen)
          FROM outcome_row WHERE fit = 'fits' AND task = 'ranking'
-- Both numbers of a row, which belong together.
UNION ALL SELECT 'outcome', model, version, segment, start, 'losses', value || ' ' || as_number(outcome)
          FROM outcome_row WHERE fit = 'fits' AND task = 'regression';
