-- A partition is made beside its parent and attached: writers of other days do not wait for it, as they would for one
-- created in place. What came while the day had none waits in the default partition and is moved first.
CREATE OR REPLACE FUNCTION ensure_day_partitions("first_day" date, "days" int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  made int := 0;
  day date;
  parent text;
  part text;
  key text;
BEGIN
  -- Two processes that start together would make the same table.
  PERFORM pg_advisory_xact_lock(hashtextextended('the-eye.partitions', 0));
  FOR i IN 0 .. days - 1 LOOP
    day := first_day + i;
    FOREACH parent IN ARRAY ARRAY['events', 'deliveries', 'delivery_attempts'] LOOP
      part := parent || '_' || to_char(day, 'YYYYMMDD');
      IF to_regclass(part) IS NULL THEN
        key := CASE WHEN parent = 'delivery_attempts' THEN 'delivery_id' ELSE 'id' END;
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION)', part, parent);
        -- Rows change once or twice soon after they are written: room for that in the same page.
        EXECUTE format('ALTER TABLE %I SET (fillfactor = %s, autovacuum_vacuum_scale_factor = 0.05)',
          part, CASE WHEN parent = 'delivery_attempts' THEN 100 ELSE 75 END);
        EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent || '_default');
        EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
          parent || '_default', key, uuid_of_day(day), key, uuid_of_day(day + 1), part);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
          parent, part, uuid_of_day(day), uuid_of_day(day + 1));
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END
$$;
