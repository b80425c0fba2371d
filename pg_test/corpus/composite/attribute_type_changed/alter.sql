ALTER TYPE money_of ALTER ATTRIBUTE amount TYPE numeric(12,2), ALTER ATTRIBUTE currency TYPE character(3);
