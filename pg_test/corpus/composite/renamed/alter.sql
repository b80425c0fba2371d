ALTER TYPE address RENAME TO "Place";
