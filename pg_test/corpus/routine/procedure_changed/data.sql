CALL note('a');
