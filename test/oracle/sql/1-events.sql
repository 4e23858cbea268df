-- What each record says, or the reason why it is refused: the rules of the edge, in the order in which they are asked.
-- In: source (topic, part, off, appended, bytes, is_json, body), fixed_task (model, task), settings (one row).
-- Out: event, an empty verdict.

-- A member of an object; a text without its quotes.
CREATE MACRO member(j, name) AS json_extract(j, name);
CREATE MACRO unquoted(j) AS json_extract_string(j, '$');
-- DuckDB may look at values that a condition has ruled out: nothing here may throw.
CREATE MACRO as_number(j) AS TRY_CAST(j AS DOUBLE);
-- A name: 1 to 512 characters.
CREATE MACRO is_name(j) AS coalesce(json_type(j) = 'VARCHAR' AND length(unquoted(j)) BETWEEN 1 AND 512, false);
CREATE MACRO is_class(j) AS is_name(j) AND NOT contains(unquoted(j), chr(9));
CREATE MACRO is_number(j) AS coalesce(json_type(j) IN ('UBIGINT', 'BIGINT', 'DOUBLE') AND isfinite(as_number(j)), false);
CREATE MACRO is_probability(j) AS is_number(j) AND as_number(j) BETWEEN 0 AND 1;
-- A list of at most 100 different names.
CREATE MACRO ids_of(j) AS list_transform(json_extract(j, '$[*]'), lambda id: unquoted(id));
CREATE MACRO is_list(j) AS coalesce(json_type(j) = 'ARRAY' AND json_array_length(j) <= 100
  AND len(list_filter(json_extract(j, '$[*]'), lambda id: NOT is_name(id))) = 0
  AND len(list_distinct(ids_of(j))) = json_array_length(j), false);
-- Not there, or null, which is the same but for the fields that must be there.
CREATE MACRO is_none(j) AS j IS NULL OR json_type(j) = 'NULL';
-- A class as text: numbers as JavaScript prints them (not the very large and very small), booleans as 1 and 0.
CREATE MACRO as_text(j) AS CASE
  WHEN json_type(j) = 'BOOLEAN' THEN TRY_CAST(j AS BOOLEAN)::INTEGER::VARCHAR
  WHEN NOT is_number(j) THEN unquoted(j)
  WHEN as_number(j) = trunc(as_number(j)) AND abs(as_number(j)) < 1e15 THEN as_number(j)::BIGINT::VARCHAR
  ELSE as_number(j)::VARCHAR END;
-- Epoch milliseconds, or ISO 8601 with a zone; null where it is neither.
CREATE MACRO event_time(j) AS CASE
  WHEN is_number(j) AND as_number(j) BETWEEN 0 AND 253402300799999 THEN floor(as_number(j))::BIGINT
  WHEN json_type(j) = 'VARCHAR'
    AND regexp_full_match(unquoted(j), '\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)')
    THEN epoch_ms(TRY_CAST(unquoted(j) AS TIMESTAMPTZ)) END;
-- How many values of an object are not as they must be.
CREATE MACRO names_of(j) AS coalesce(json_keys(j), []);
CREATE MACRO not_numbers(j) AS len(list_filter(names_of(j), lambda name: NOT is_number(member(j, name))));
CREATE MACRO not_probabilities(j) AS len(list_filter(names_of(j), lambda name: NOT is_probability(member(j, name))));
CREATE MACRO not_texts(j) AS len(list_filter(names_of(j), lambda name:
  json_type(member(j, name)) <> 'VARCHAR' OR length(unquoted(member(j, name))) > 512 OR length(name) > 512));

CREATE TABLE document AS
SELECT topic, part, off, appended, bytes, is_json, body,
  CASE WHEN is_json AND bytes <= record_limit THEN body::JSON ELSE '{}'::JSON END AS doc
FROM source, settings;

CREATE TABLE field AS
SELECT document.*,
  member(doc, 'id') AS id, member(doc, 'model') AS model, member(doc, 'version') AS version, member(doc, 'time') AS "time",
  member(doc, 'features') AS features, member(doc, 'prediction') AS prediction, member(doc, 'score') AS score,
  member(doc, 'probabilities') AS probabilities, member(doc, 'error') AS error, member(doc, 'latencyMs') AS latency,
  member(doc, 'segments') AS segments,
  -- An outcome of true or false is 1 or 0.
  CASE WHEN json_type(member(doc, 'outcome')) = 'BOOLEAN' THEN as_text(member(doc, 'outcome'))::JSON
    ELSE member(doc, 'outcome') END AS outcome,
  member(doc, 'values') AS "values",
  coalesce(unquoted(member(doc, 'kind')) = 'end' AND json_type(member(doc, 'kind')) = 'VARCHAR', false) AS is_end
FROM document;

-- A fixed task decides how an answer is read; else its shape does.
CREATE TABLE shaped AS
SELECT field.*, CASE
    WHEN NOT is_none(error) THEN 'failed'
    WHEN fixed_task.task IS NOT NULL THEN fixed_task.task
    WHEN json_type(prediction) = 'ARRAY' THEN 'ranking'
    WHEN NOT is_none(score) THEN 'binary'
    WHEN NOT is_none(probabilities) THEN 'multiclass'
    WHEN json_type(prediction) = 'BOOLEAN' THEN 'binary'
    WHEN json_type(prediction) = 'VARCHAR' THEN 'multiclass'
    ELSE 'regression' END AS task
FROM field LEFT JOIN fixed_task ON unquoted(field.model) = fixed_task.model;

CREATE TABLE judged AS
SELECT shaped.*, event_time("time") AS moment, CASE
    WHEN bytes > record_limit THEN 'too-large'
    WHEN NOT is_json AND regexp_matches(body, '[:\[,]\s*-?(NaN|Infinity)\b') THEN 'not-a-number'
    WHEN NOT is_json THEN 'bad-json'
    WHEN json_type(doc) <> 'OBJECT' THEN 'wrong-type'
    WHEN is_end THEN CASE WHEN NOT is_name(model) OR event_time("time") IS NULL THEN 'wrong-type' END
    WHEN is_none(id) OR unquoted(id) = '' THEN 'missing-id'
    WHEN NOT is_name(id) THEN 'wrong-type'
    WHEN model IS NULL THEN 'missing-field'
    WHEN NOT is_name(model) THEN 'wrong-type'
    WHEN "time" IS NULL THEN 'missing-field'
    WHEN event_time("time") IS NULL THEN 'wrong-type'
    WHEN topic = 'outcomes' THEN CASE
      WHEN outcome IS NULL THEN 'missing-field'
      WHEN NOT (is_number(outcome) OR is_class(outcome) OR is_list(outcome)) THEN 'wrong-type'
      WHEN NOT is_none("values") AND (json_type("values") <> 'OBJECT' OR not_numbers("values") > 0) THEN 'wrong-type'
      END
    WHEN NOT is_name(version) THEN 'wrong-type'
    WHEN features IS NULL THEN 'missing-field'
    WHEN json_type(features) <> 'OBJECT' THEN 'wrong-type'
    WHEN len(list_filter(names_of(features), lambda name:
      json_type(member(features, name)) = 'DOUBLE' AND NOT isfinite(as_number(member(features, name))))) > 0 THEN 'not-a-number'
    WHEN len(list_filter(names_of(features), lambda name:
      json_type(member(features, name)) IN ('OBJECT', 'ARRAY') OR length(name) > 512)) > 0 THEN 'wrong-type'
    WHEN task = 'failed' AND NOT is_name(member(error, 'code')) THEN 'wrong-type'
    WHEN task <> 'failed' AND is_none(prediction) THEN 'missing-field'
    WHEN task = 'binary' AND NOT (json_type(prediction) = 'BOOLEAN' OR as_text(prediction) IN ('0', '1')) THEN 'wrong-type'
    WHEN task = 'binary' AND NOT is_none(score) AND NOT is_probability(score) THEN 'wrong-type'
    WHEN task = 'multiclass' AND NOT (is_class(prediction) OR is_number(prediction)) THEN 'wrong-type'
    WHEN task = 'multiclass' AND NOT is_none(probabilities)
      AND (json_type(probabilities) <> 'OBJECT' OR not_probabilities(probabilities) > 0) THEN 'wrong-type'
    WHEN task = 'regression' AND NOT is_number(prediction) THEN 'wrong-type'
    WHEN task = 'ranking' AND NOT (is_list(prediction) AND json_array_length(prediction) > 0) THEN 'wrong-type'
    WHEN NOT is_none(latency) AND NOT (is_number(latency) AND as_number(latency) >= 0) THEN 'wrong-type'
    WHEN NOT is_none(segments) AND (json_type(segments) <> 'OBJECT' OR not_texts(segments) > 0) THEN 'wrong-type'
    END AS refused
FROM shaped, settings;

CREATE TABLE read AS
SELECT topic, part, off, appended, is_end, task, moment,
  coalesce(refused, CASE WHEN NOT is_end AND moment > appended + tolerance THEN 'future' END) AS refused,
  -- Who cannot be told is booked under this name.
  CASE WHEN refused IS NULL THEN unquoted(model) ELSE '(unknown)' END AS model,
  unquoted(id) AS id,
  CASE WHEN topic = 'predictions' THEN unquoted(version) END AS version,
  features, segments, "values", outcome, probabilities,
  CASE WHEN NOT is_none(latency) THEN as_number(latency) END AS latency,
  CASE WHEN task = 'failed' THEN unquoted(member(error, 'code')) END AS failure,
  CASE task WHEN 'binary' THEN CASE WHEN as_text(prediction) = '1' THEN '1' ELSE '0' END
    WHEN 'multiclass' THEN as_text(prediction) END AS label,
  CASE WHEN task = 'binary' AND NOT is_none(score) THEN as_number(score) END AS score,
  CASE WHEN task = 'regression' THEN as_number(prediction) END AS value,
  CASE WHEN task = 'ranking' THEN ids_of(prediction) END AS ranked,
  CASE WHEN json_type(outcome) = 'ARRAY' THEN ids_of(outcome) END AS chosen
FROM judged, settings;

-- Two records say the same if these agree: times as moments, answers as the task reads them, names in any order, and what
-- was chosen, too.
CREATE MACRO said(j) AS CASE WHEN is_number(j) THEN (as_number(j) + 0)::VARCHAR ELSE j::VARCHAR END;
CREATE MACRO all_said(j) AS list_sort(list_transform(names_of(j), lambda name: name || chr(0) || said(member(j, name))));

CREATE TABLE event AS
SELECT read.*, CASE
    WHEN refused IS NOT NULL OR is_end THEN NULL
    WHEN topic = 'outcomes' THEN [moment::VARCHAR, CASE WHEN chosen IS NULL THEN said(outcome) END, list_sort(chosen)::VARCHAR, all_said("values")::VARCHAR]
    ELSE [moment::VARCHAR, task, failure, label, score::VARCHAR, value::VARCHAR, ranked::VARCHAR,
      CASE WHEN task = 'multiclass' THEN all_said(probabilities)::VARCHAR END,
      all_said(features)::VARCHAR, latency::VARCHAR, all_said(segments)::VARCHAR]
    END::VARCHAR AS content
FROM read;

-- Filled by `2-verdict`: what became of each event, and whether it came too late for an open pane.
CREATE TABLE verdict AS
SELECT topic, part, off, model, id, version, moment, is_end, refused, content, '' AS verdict, false AS late FROM event LIMIT 0;
