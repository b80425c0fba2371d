GRANT SELECT ON v TO pg_monitor;
GRANT UPDATE (b) ON v TO PUBLIC;
ALTER VIEW v OWNER TO pg_read_all_data;
