ALTER TYPE address ADD ATTRIBUTE zip character varying(9);
