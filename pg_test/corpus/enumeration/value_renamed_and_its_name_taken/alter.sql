ALTER TYPE state RENAME VALUE 'open' TO 'started';
ALTER TYPE state ADD VALUE 'open';
