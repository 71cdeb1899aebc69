-- title: Books in a language
-- description: The books whose language is the one that is chosen, with the time of their publication.
-- param language: language of the text = ja
-- choices language: select value, title from vocabulary_language
select 'book/' || id as book, title, published, language from books where language = :language
