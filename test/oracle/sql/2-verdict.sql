-- What becomes of the records at one offset ($1), given those at lower offsets of the same topic-partition. Run once an
-- offset, in order: this is the only place where order counts.
-- In: event, settings, verdict so far. Out: more rows of verdict.
INSERT INTO verdict
WITH
  -- Each record beside what the clock of its topic-partition and model has seen: records taken in, and end markers.
  compared AS (
    SELECT event.topic, event.part, event.off, event.model, event.id, event.version, event.moment, event.is_end,
      event.refused, event.content,
      -- "Nothing before this moment is still expected."
      max(CASE WHEN seen.is_end THEN 8.64e15 ELSE seen.moment - grace END) AS mark,
      -- Of records of the same prediction (and version), near enough in time to be the same one, the first.
      arg_min(seen.content, seen.off) FILTER (
        seen.verdict = 'accepted' AND seen.id = event.id AND seen.version IS NOT DISTINCT FROM event.version
        AND abs(seen.moment - event.moment) <= horizon + lateness) AS first_content
    FROM event CROSS JOIN settings
    LEFT JOIN verdict seen ON seen.topic = event.topic AND seen.part = event.part AND seen.model = event.model
      AND seen.verdict IN ('accepted', 'too-late', 'end')
    WHERE event.off = $1
    GROUP BY ALL
  )
SELECT compared.* EXCLUDE (mark, first_content),
  CASE
    WHEN refused IS NOT NULL THEN refused
    WHEN is_end THEN 'end'
    WHEN moment < mark - lateness THEN 'too-late'
    WHEN first_content = content THEN 'duplicate'
    WHEN first_content IS NOT NULL THEN 'conflicting'
    ELSE 'accepted' END AS verdict,
  coalesce(moment < mark, false) AS late
FROM compared, settings;
