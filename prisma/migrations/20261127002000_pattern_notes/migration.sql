-- What a version was made for, in the words of whoever made it.
ALTER TABLE pattern_versions ADD COLUMN note varchar(500);
