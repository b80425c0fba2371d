ALTER TYPE span_multirange RENAME TO spans;
