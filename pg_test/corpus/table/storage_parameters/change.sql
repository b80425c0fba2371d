CREATE TABLE u (a text) WITH (toast.vacuum_truncate = false);
