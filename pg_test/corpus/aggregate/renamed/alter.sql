ALTER AGGREGATE total(integer) RENAME TO "Sum";
