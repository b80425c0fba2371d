UPDATE dw__dbo.event SET new = new || '!', old = 'changed';
