"""Polish, Romanian and Roma, Portuguese and Baltic names."""

from lintel.demo.names.tables import Community, SurnameRule

_POLISH_FEMALE = """
Zofia/Sofia/Zophia~Zosia Julia/Julja~Julka Zuzanna/Susanna~Zuza Maja/Maya Hanna/Hannah~Hania
Lena/Lenna Alicja/Alicia~Ala Oliwia/Olivia~Oliwka Amelia/Amelja~Amelka
Wiktoria/Victoria/Viktoria~Wika Aleksandra/Alexandra~Ola Natalia/Natalja~Natalka
Katarzyna/Katarina~Kasia Agnieszka/Agnieska~Aga Małgorzata/Malgorzata~Gosia Joanna/Johanna~Asia
Magdalena~Magda Ewa/Eva Monika/Monica Beata/Beate Dorota/Dorothea Izabela/Isabela~Iza
Karolina/Carolina~Karola Paulina/Pawlina Weronika/Veronica~Wera Emilia/Emilja~Emilka
Gabriela/Gabriella~Gabi Jagoda Iga Kinga Łucja/Lucja/Lucia Nikola/Nicola Milena/Milenna
Liliana~Lila
"""
_POLISH_MALE = """
Jakub/Jacob~Kuba Antoni/Anthony~Antek Jan/Yan~Janek Szymon/Simon/Szimon Aleksander/Alexander~Olek
Franciszek/Francis~Franek Filip/Philip Mikołaj/Mikolaj/Nikolai~Miki Wojciech/Wojtek~Wojtek Adam
Kacper/Casper/Kasper Marcel/Marzel Stanisław/Stanislaw~Staś Michał/Michal/Michael
Piotr/Peter/Pjotr~Piotrek Paweł/Pawel/Pavel Tomasz/Tomas/Thomas~Tomek
Krzysztof/Krzystof/Christof~Krzysiek Łukasz/Lukasz/Lucas Marcin/Martin Grzegorz/Gregor~Grzesiek
Mateusz/Matheus~Mati Rafał/Rafal Bartosz/Bartos~Bartek Dawid/David Dominik/Dominic Oskar/Oscar
Igor Hubert/Hubbert Damian/Damien Kamil/Camil Sebastian/Sebastjan~Seba
"""
_POLISH_FAMILY = """
Nowak/Novak Kowalski/Kovalski Wiśniewski/Wisniewski Wójcik/Wojcik/Woicik Kowalczyk/Kovalczyk
Kamiński/Kaminski/Kaminsky Lewandowski/Levandowski Zieliński/Zielinski/Zelinski
Szymański/Szymanski/Shimanski Woźniak/Wozniak/Vozniak Dąbrowski/Dabrowski Kozłowski/Kozlowski
Jankowski/Yankowski Mazur/Masur Krawczyk/Krawczik Piotrowski/Piotrovski Grabowski/Grabovski
Pawłowski/Pawlowski Michalski/Michalsky Król/Krol Wieczorek/Vieczorek Jabłoński/Jablonski
Majewski/Mayewski Olszewski/Olshewski Stępień/Stepien Malinowski/Malinovski Adamczyk/Adamczik
Dudek/Dudec Górski/Gorski Rutkowski/Rutkovski
"""

_ROMANIAN_FEMALE = """
Maria/Marija~Mari Andreea/Andrea~Andra Elena/Helena~Leni Ioana/Joana/Yoana Alexandra~Sanda
Ștefania/Stefania~Ștefi Ana/Anna Denisa/Denise Larisa/Larissa Roxana/Roksana~Roxi Florentina~Flori
Mihaela/Michaela~Miha Cristina/Christina~Cristi Daria/Darya Antonia/Antonja Sofia/Sophia
Bianca/Bianka Esmeralda~Esme Narcisa/Narcissa Rebeca/Rebecca Sorina/Sorinna Violeta/Violetta
Luminița/Luminita~Lumi Crina/Krina Teodora/Theodora~Dora Loredana~Lore Simona/Simonna
Casandra/Cassandra Delia/Delya
"""
_ROMANIAN_MALE = """
Andrei/Andrey/Andre Alexandru/Alexandro~Alex Ștefan/Stefan Mihai/Mihail/Michai Ionuț/Ionut~Ion
Gabriel~Gabi David/Davide Cristian/Christian~Cristi Marius/Mario Florin/Florian Daniel/Danil
Adrian/Adrien Robert/Roberto Luca/Luka Matei/Matej Vasile/Vasil Gheorghe/George~Ghiță
Constantin/Konstantin~Costel Nicolae/Nicolai~Nicu Bogdan Răzvan/Razvan Darius/Dariusz
Cosmin/Kosmin Raul/Raoul Sorin/Soryn Petru/Petre Dumitru/Dimitru~Mitică Armando/Armand Ramón/Ramon
Eduard/Edward~Edi
"""
_ROMANIAN_FAMILY = """
Popa/Poppa Popescu/Popesku Ionescu/Jonescu Radu/Raddu Dumitru/Dimitru Stan/Stann Stoica/Stoika
Gheorghe/George Matei/Mathei Ciobanu/Chobanu Rusu/Russu Munteanu/Muntean Lăcătuș/Lacatus/Lacatush
Constantin/Konstantin Marin/Maryn Moldovan/Moldoveanu Căldăraru/Caldararu Tudor/Thudor
Vasile/Vasil Ursu/Urs Boldor/Boldur Covaci/Kovaci/Kovacs Lupu/Lupo Nistor/Nester Bălan/Balan
Rostaș/Rostas/Rostash Varga/Warga Cioară/Cioara Dinu/Dinnu Florea/Floria Zamfir/Zamfira
Neagu/Niagu Oprea/Opria
"""

_PORTUGUESE_FEMALE = """
Maria/Mária~Mari Beatriz/Beatrice~Bia Leonor/Eleonor~Nonô Matilde/Mathilda Carolina/Karolina~Carol
Mariana/Marianna Inês/Ines/Inez Ana/Anna Francisca~Chica Margarida/Margaret~Guida
Luísa/Luisa/Louisa Joana/Joanna Sofia/Sophia Rita Gabriela/Gabriella~Gabi Larissa/Larisa
Letícia/Leticia~Lê Yasmin/Jasmin Débora/Debora Camila/Kamila Bruna Vitória/Victoria Fernanda~Nanda
Patrícia/Patricia~Paty Sandra/Zandra Conceição/Conceicao Graça/Graca Lurdes/Lourdes Teresa/Tereza
Eduarda~Duda
"""
_PORTUGUESE_MALE = """
João/Joao/Juao Rodrigo/Roderigo Martim/Martin Francisco~Chico Santiago/Tiago Tomás/Tomas
Afonso/Alfonso Duarte/Duart Miguel/Michel Guilherme/Gilherme~Gui Gonçalo/Goncalo
Rafael/Raphael~Rafa Diogo/Diego Pedro/Petro Lucas/Lukas Gabriel~Biel André/Andre Bruno
Carlos/Karlos Paulo/Paolo Rui/Ruy Nuno Hugo/Ugo Fábio/Fabio Ricardo/Richardo Jorge/George
Luís/Luis/Luiz Manuel/Manoel~Manel José/Jose~Zé Vítor/Victor/Vitor Leandro Wesley/Weslei Caio/Kaio
Davi/David Henrique/Enrique
"""
_PORTUGUESE_FAMILY = """
Silva/da_Silva Santos/dos_Santos Ferreira/Fereira Pereira/Perreira Oliveira/de_Oliveira
Costa/da_Costa Rodrigues/Rodriguez Martins/Martinez Jesus/de_Jesus Sousa/Souza/de_Sousa
Fernandes/Fernandez Gonçalves/Goncalves Gomes/Gomez Lopes/Lopez Marques/Marquez Alves/Alvez
Almeida/de_Almeida Ribeiro/Riberio Pinto/Pintto Carvalho/Carvallo Teixeira/Teixera Moreira/Moreyra
Correia/Corea/Correa Mendes/Mendez Nunes/Nunez Soares/Suares Vieira/Viera Monteiro/Montero
Cardoso/Cardozo Rocha/Da_Rocha
"""

COMMUNITIES = (
    Community(
        "polish",
        "Polish",
        55,
        (("WOTH", 95), ("NOBT", 5)),
        _POLISH_FEMALE,
        _POLISH_MALE,
        _POLISH_FAMILY,
        SurnameRule.ENDING,
        tail=(
            "Bar Bed Biel Bor Chmiel Czar Dom Gra Jan Kacz Kar Kos Kub Lew Maj Mal Olsz Pol Ros Sob Stan Tom Urb Wil Zaw Zych",
            "anowski iński ecki kowski nicki owicz czyk ak ek yński iecki",
        ),
        tail_share=0.35,
    ),
    Community(
        "romanian",
        "Romanian and Roma",
        35,
        (("WOTH", 55), ("WROM", 40), ("NOBT", 5)),
        _ROMANIAN_FEMALE,
        _ROMANIAN_MALE,
        _ROMANIAN_FAMILY,
        tail=(
            "Al Bad Ban Bar Cal Con Dob Fil Gri Ior Man Mun Ned Pet Rot San Ser Tan Vla",
            "escu eanu aru oiu ache ut ovici",
        ),
        tail_share=0.3,
    ),
    Community(
        "portuguese",
        "Portuguese and Brazilian",
        20,
        (("WOTH", 75), ("MOTH", 15), ("BAFR", 10)),
        _PORTUGUESE_FEMALE,
        _PORTUGUESE_MALE,
        _PORTUGUESE_FAMILY,
        SurnameRule.TWO,
    ),
)
