"""First names that many people in Sweden bear: with a surname behind, they are a person's name."""

_NAMES = (
    "Abdi Adam Agneta Ahmed Albin Alexander Ali Alice Alma Amanda Amir Anders Andreas Anette"
    " Anita Ann Anna Anne Annika Arne Arvid Astrid Axel Barbro Bengt Berit Bertil Birgitta"
    " Björn Bo Britt Camilla Carina Caroline Cecilia Charlotte Christer Christina Christian"
    " Christoffer Clara Dan Daniel David Ebba Edvin Elias Elin Elina Elisabet Elisabeth Ella"
    " Ellen Elsa Emelie Emil Emma Erik Erika Eva Fatima Felicia Filip Fredrik Frida Gabriel"
    " Georg Gerd Greta Gun Gunilla Gunnar Gustaf Gustav Göran Göte Hanna Hans Hassan Helen"
    " Helena Henrik Hilda Hugo Håkan Ibrahim Ida Inga Inger Ingrid Ingvar Irene Isabelle Isak"
    " Jakob Jan Jenny Jens Jesper Jessica Joakim Johan Johanna Johannes John Jonas Jonathan"
    " Josefin Julia Jörgen Karin Karl Kenneth Kent Kerstin Kjell Klara Krister Kristian"
    " Kristina Kristoffer Lars Leif Leila Lena Lennart Leo Lina Linda Linnea Linus Lisa"
    " Louise Lovisa Lucas Ludvig Magnus Maja Malin Margareta Maria Marianne Marie Markus"
    " Martin Mats Matilda Mattias Max Mehmet Michael Mikael Moa Mohamed Mohammed Molly Monica"
    " Monika Morgan Mustafa Niklas Nils Nina Ola Olga Olle Olof Omar Oscar Oskar Otto Patrik"
    " Per Pernilla Peter Petra Pia Pontus Rasmus Rebecka Rickard Robert Robin Roger Roland"
    " Rolf Ronny Rosa Rune Saga Sam Samuel Sandra Sanna Sara Sebastian Signe Simon Siv Sofia"
    " Sofie Sonja Stefan Stig Stina Susanne Sven Sören Therese Thomas Tim Tomas Tommy Tony"
    " Tove Torbjörn Ulf Ulla Ulrika Veronica Victor Viktor Viktoria Vilma Wilhelm William"
    " Yasmin Ylva Yusuf Yvonne Åke Åsa Örjan"
)
FIRST_NAMES = frozenset(_NAMES.split())
