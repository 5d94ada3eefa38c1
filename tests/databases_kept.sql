-- Keeps the present rows of every table beside them, in a schema of their own, and brings them back on demand.
CREATE SCHEMA kept;

CREATE TABLE kept.tables AS
  SELECT tables.name, quote_ident('of_' || tables.name) AS kept, columns.names, 0::bigint AS rows
  FROM (SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public') AS tables,
    LATERAL (
      SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) AS names
      FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = tables.name AND is_generated = 'NEVER'
    ) AS columns;

DO $$
DECLARE
  each record;
  number bigint;
BEGIN
  FOR each IN SELECT * FROM kept.tables LOOP
    EXECUTE format('CREATE TABLE kept.%s AS TABLE public.%I', each.kept, each.name);
    GET DIAGNOSTICS number = ROW_COUNT;
    UPDATE kept.tables SET rows = number WHERE name = each.name;
  END LOOP;
END $$;

CREATE TABLE kept.sequences AS
  SELECT format('public.%I', sequencename) AS name, coalesce(last_value, start_value) AS value,
    last_value IS NOT NULL AS is_used
  FROM pg_sequences WHERE schemaname = 'public';

-- Rows of a later transaction were written by a test.
CREATE TABLE kept.mark (transaction xid);

CREATE FUNCTION kept.is_altered(mark xid) RETURNS boolean LANGUAGE sql AS $$
  SELECT EXISTS (SELECT FROM pg_class WHERE age(xmin) < age(mark))
    OR EXISTS (SELECT FROM pg_attribute WHERE age(xmin) < age(mark))
    OR EXISTS (SELECT FROM pg_constraint WHERE age(xmin) < age(mark))
    OR EXISTS (SELECT FROM pg_trigger WHERE age(xmin) < age(mark))
    OR EXISTS (SELECT FROM pg_proc WHERE age(xmin) < age(mark))
    OR EXISTS (SELECT FROM pg_namespace WHERE age(xmin) < age(mark))
    OR (SELECT count(*) FROM pg_tables WHERE schemaname = 'public') <> (SELECT count(*) FROM kept.tables)
$$;

-- The names of the tables with rows written since the mark, or with fewer; one statement, so that it is planned once.
DO $do$
BEGIN
  EXECUTE (
    SELECT 'CREATE FUNCTION kept.changed(mark xid) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY '
      || string_agg(
        format(
          'SELECT %L FROM (SELECT count(*) AS rows, min(age(xmin)) AS age FROM public.%I) AS found'
          ' WHERE found.rows <> %s OR found.age < age(mark)', name, name, rows
        ), ' UNION ALL '
      ) || '; END $$'
    FROM kept.tables
  );
END $do$;

-- Whether the rows of all tables are again those that were kept; not when tables were altered.
CREATE FUNCTION kept.restore() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  mark xid := transaction FROM kept.mark;
  each record;
BEGIN
  IF kept.is_altered(mark) THEN
    RETURN false;
  END IF;
  SET LOCAL session_replication_role = replica;  -- neither triggers nor foreign keys
  FOR each IN SELECT * FROM kept.tables WHERE name IN (SELECT kept.changed(mark)) LOOP
    EXECUTE format('DELETE FROM public.%I', each.name);
    EXECUTE format('INSERT INTO public.%1$I (%2$s) SELECT %2$s FROM kept.%3$s', each.name, each.names, each.kept);
  END LOOP;
  PERFORM setval(name::regclass, value, is_used) FROM kept.sequences;
  UPDATE kept.mark SET transaction = pg_current_xact_id()::xid;
  RETURN true;
END $$;

INSERT INTO kept.mark VALUES (pg_current_xact_id()::xid);
