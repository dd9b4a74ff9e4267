"""English, Scottish, Welsh, Irish and Traveller, and Caribbean British names."""

from lintel.demo.names.tables import Community

_ENGLISH_FEMALE = """
Amelia/Emelia~Millie Olivia/Alivia~Liv Isla/Ila Ava/Eva Ivy Freya/Freja Lily/Lilly/Lillie
Florence~Flo,Florrie Willow Rosie/Rosy Sophia/Sofia~Sophie Isabella/Izabella~Bella,Izzy
Grace/Gracie Daisy Evelyn/Evelin~Evie Poppy/Poppie Ella/Ela Elsie/Elsy
Charlotte/Sharlotte~Charlie,Lottie Phoebe/Pheobe Harper Matilda/Mathilda~Tilly,Tilda
Maisie/Maisy/Mazie Evie/Evy Emily/Emilie/Emmily~Em Scarlett/Scarlet Ruby/Rubi Eliza
Jessica/Jesica~Jess,Jessie Lola Chloe/Khloe/Cloe Esme/Esmee/Esmé Lucy/Lucie Robyn/Robin
Bonnie/Bonny Imogen/Imogene~Immy Lacey/Lacie/Lacy Skye/Sky Summer Tia/Tea Paige/Page
Katherine/Catherine/Kathryn~Kate,Katie,Cathy Elizabeth/Elisabeth~Beth,Lizzie,Libby
Rebecca/Rebekah~Becky,Bex Hannah/Hanna Rachel/Rachael Zoe/Zoë/Zoey Gemma/Jemma
Kayleigh/Kayley/Kaylee~Kay Stacey/Stacy/Stacie Natalie/Nathalie~Nat Leanne/Lianne
Danielle/Daniele~Dani Donna Kelly/Kelley/Kellie Samantha~Sam,Sammy Nicola/Nichola~Nicky
Tracey/Tracy Joanne/Joann~Jo Vanessa~Ness Hayley/Haley/Hayleigh Jade/Jayde
Abigail/Abbigail/Abigale~Abi,Abbie Lauren/Lauryn/Loren Megan/Meghan~Meg Bethany/Bethanie~Beth
Amber/Ambre Ellie/Elly Louise/Louisa~Lou Victoria/Viktoria~Vicky,Tori Lisa Michelle/Michele~Shell
"""
_ENGLISH_MALE = """
Oliver/Olliver~Ollie George/Jorge~Georgie Arthur~Artie Noah/Noa Leo Oscar/Oskar Harry/Harrie
Archie/Archy Jack~Jackie Henry/Henri Charlie/Charley Freddie/Freddy Theodore/Theodor~Theo,Teddy
Thomas/Tomas~Tom,Tommy Finley/Finlay/Findlay~Fin Alfie/Alfy Jacob/Jakob~Jake
William~Will,Billy,Liam Isaac/Issac~Ike Tommy/Tommie Joshua/Joshuah~Josh James/Jaymes~Jamie,Jim
Lucas/Lukas Alexander/Aleksander~Alex,Sandy Mason/Mayson Reggie/Reggy Elijah/Alijah~Eli
Harrison~Harry Ethan/Ethen Toby/Tobie Riley/Ryley/Reilly Jayden/Jaiden/Jaden Logan/Logen Kai/Kye
Tyler/Tylor Callum/Calum/Kallum Connor/Conor/Conner Daniel/Danyal~Dan,Danny Matthew/Mathew~Matt
Christopher/Kristopher~Chris Andrew~Andy,Drew Stephen/Steven/Stephan~Steve
Michael/Micheal~Mike,Mick Robert~Rob,Bob,Bobby Richard~Rich,Rick David~Dave Paul Mark/Marc
Craig/Creag Darren/Darran~Daz Lee/Leigh Ryan/Rian Nathan/Nathen~Nate Kieran/Keiran/Kieron
Bradley/Bradly~Brad Jordan/Jordon Luke/Luk Shaun/Sean/Shawn Gareth/Garath~Gaz
Anthony/Antony~Tony,Ant Samuel~Sam,Sammy Benjamin~Ben,Benji Dylan/Dillon/Dillan Ronnie/Ronny
Jenson/Jensen
"""
_ENGLISH_FAMILY = """
Smith/Smyth/Smythe Jones/Jhones Taylor/Tayler/Tailor Brown/Browne Williams/Wiliams Wilson/Willson
Johnson/Johnston Davies/Davis/Davys Robinson/Robbinson Wright/Right Thompson/Thomson/Tompson
Evans/Evens Walker White/Whyte Roberts/Robberts Green/Greene Hall/Hal Wood/Woods Jackson/Jaxon
Clarke/Clark/Clerk Patterson/Paterson Hughes/Hews Edwards/Edwardes Turner/Terner Hill/Hills
Moore/More/Moor Cooper/Couper Harris/Harries Ward/Warde Morris/Maurice/Morriss Bell/Bel
Baker/Barker Morgan/Morgen King Lee/Leigh/Lea Allen/Allan/Alan Phillips/Philips/Phillipps
Scott/Scot Watson/Wattson Parker/Parkar Bennett/Bennet/Benett Young/Yong Cook/Cooke Shaw/Shore
Price/Pryce Griffiths/Griffith Carter/Karter Mitchell/Mitchel/Michell Webb/Web
Pearson/Pierson/Pearsen Simpson/Simson Marshall/Marshal Collins/Collings Barnes/Barns
Reid/Reed/Read Hargreaves/Hargreeves Stephenson/Stevenson Fairclough/Faircluff Ainsworth/Aynsworth
Whittaker/Whitaker Sheppard/Shepherd/Shepard Nicholls/Nichols/Nicolls Pritchard/Prichard
Rhys/Reece/Rees MacDonald/McDonald/Macdonald Mackenzie/McKenzie Sinclair/St_Clair
Fraser/Frazer/Frasier Llewellyn/Llewelyn
"""
_TAIL = (
    "Ash Black Brad Brook Broad Bur Cald Clay Crans Dun Dray East Eller Fair Fen Gold Gorse Had Hart Hasle Hazel Hep "
    "Hol Horn Kel Kirk Lang Lin Long Lough Mar Mere Mil Nor Oak Old Pen Pres Raven Red Roth Rush Sal Sand Shel Stan "
    "Stock Sut Thorn Tun Under Wade Wal Wen West Whit Win Wool Wych Yar",
    "bourne bridge brook burn bury by combe cote croft dale den ham field ford gate grove hurst ley low man more "
    "pool ridge shaw side stead stone thorpe ton wall water well wick wood worth",
)

_IRISH_FEMALE = """
Siobhán/Siobhan/Shivaun~Shiv Niamh/Neve/Neeve Aoife/Eefa Ciara/Kiera/Keira Caoimhe/Keeva
Saoirse/Sersha Róisín/Roisin~Ro Bridget/Brigid/Bridgit~Biddy,Bridie Kathleen/Cathleen~Kath
Margaret/Margret~Peggy,Mags Mary/Marie~Mary_Ann Philomena~Mena Theresa/Teresa~Tess Maureen/Moreen
Gráinne/Grainne/Granya Orla/Orlagh Sinéad/Sinead/Shinaid Clodagh Winifred~Winnie Shakira
Chantelle/Shantelle Angelina~Angel Kathryn-Rose Crystal/Krystal Barbara~Babs Helen/Hellen
Nora/Norah Eileen/Aileen
"""
_IRISH_MALE = """
Patrick/Padraig~Paddy,Pat Seán/Sean/Shaun Cian/Kian/Keane Oisín/Oisin/Usheen Eoin/Owen/Eoghan
Tadhg/Tiger/Taig Darragh/Dara Cormac/Cormack Fionn/Finn Declan/Deklan Michael/Micheál~Mikey,Mick
John-Joe~Johnny Martin/Martyn Thomas/Tomás~Tommy Hughie/Huey Miles/Myles Edward/Eddie~Ned Felix
Simon/Symon Dermot/Diarmuid Brendan/Brendon Liam/Lyam Niall/Neil/Nial Jim-Boy
Terence/Terrence~Terry Gerard~Gerry Francis~Frank Donal/Donald Barney/Barnie Christy/Christie
"""
_IRISH_FAMILY = """
Murphy/Murphey O'Brien/O'Brian/Obrien Kelly/Kelley Byrne/Burn/Byrnes Ryan/Rian
O'Sullivan/Sullivan/O_Sullivan Walsh/Welsh/Welch O'Connor/O'Conner/Oconnor Doyle/Doyl
McCarthy/MacCarthy/McCarty Gallagher/Gallacher/Galagher Doherty/Docherty/Dougherty Kennedy/Kenedy
Lynch/Linch Quinn/Quin McDonagh/McDonogh/MacDonagh Maughan/Maugham/Mohan Connors/Conners Cash/Kash
Ward/Warde Stokes/Stoakes Doran/Dorran Joyce Casey/Casie Reilly/Riley/O'Reilly Nolan/Noland
Keenan/Keanan Mulcahy/Mulcahey Hanrahan/Hanratty Gilligan/Gilgan Tierney/Tiernan Rooney/Roony
Lafferty/Laverty
"""

_CARIBBEAN_FEMALE = """
Shanice/Shaniece~Shan Keisha/Kiesha Monique/Moniqe Tanisha/Tanesha~Tani Jasmine/Jazmin/Yasmin~Jaz
Aaliyah/Aliyah/Aleah Nevaeh/Neveah Destiny/Destinee Kiara/Chiara Imani/Emani Zara/Zahra
Amara/Amarra Naomi/Niomi Renée/Renee Simone/Simoan Marcia/Marsha Beverley/Beverly~Bev
Sharon/Sharron Yvonne/Evonne Claudette~Claudie Charmaine/Sharmaine Sonia/Sonya Paulette~Pauly
Jada/Jayda Latoya/LaToya~Toya Rochelle/Rachelle~Ro Kadeisha/Kadisha Tianna/Tiana Ebony/Eboni
Nyah/Niah/Nia
"""
_CARIBBEAN_MALE = """
Jerome/Gerome Dwayne/Duane/Dwain Marlon/Marlan Tyrone/Tyrell~Ty Leroy/LeRoy Winston~Win
Jermaine/Germaine~Jay Kemar/Kemarr Devon/Devan Andre/André Malachi/Malakai~Mal
Isaiah/Isiah/Izaiah~Zay Caleb/Kaleb Micah/Mikah Zion/Xion Jaheim/Jahiem Reuben/Ruben Omari/Amari
Tyrese/Tyreece Kymani/Kimani Rohan/Rowan Delroy/Delray Clive/Clyve Errol/Erroll Desmond~Des
Marcus/Markus Darnell/Darnel Kareem/Karim Shaquille~Shaq Nathaniel/Nathanial~Nate Akeem/Hakeem
Ezra/Esra Romario/Romarlo
"""
_CARIBBEAN_FAMILY = """
Campbell/Cambell Brown/Browne Williams Gordon/Gorden Grant/Graunt Reid/Reed Clarke/Clark
Francis/Frances Morgan Henry/Henri Bailey/Bayley/Baillie Thompson/Thomson Lewis/Louis Edwards
Joseph/Josephs Charles/Charlery Pierre/Piere Baptiste/Batiste Augustin/Augustine
St_Hilaire/Sainthilaire Gayle/Gale/Gail Palmer/Parmer Richards/Ricketts Stewart/Stuart
Samuels/Samuel Wallace/Wallis Fearon/Fearson Blackwood/Blackwell Ffrench/French Dacosta/Da_Costa
Alleyne/Allen/Alleyn Braithwaite/Brathwaite Greenidge/Grenidge Hinds/Hines Maynard/Mainard
Phillip/Philip
"""

COMMUNITIES = (
    Community(
        "british",
        "English, Scottish and Welsh",
        540,
        (("WBRI", 90), ("WOTH", 2), ("MWBC", 3), ("MWAS", 2), ("NOBT", 3)),
        _ENGLISH_FEMALE,
        _ENGLISH_MALE,
        _ENGLISH_FAMILY,
        tail=_TAIL,
        tail_share=0.45,
    ),
    Community(
        "irish",
        "Irish and Traveller of Irish heritage",
        45,
        (("WIRI", 60), ("WIRT", 25), ("WBRI", 15)),
        _IRISH_FEMALE,
        _IRISH_MALE,
        _IRISH_FAMILY,
        tail=(
            "O'Ca O'Do O'Fla O'Ga O'Ma O'Ro McAl McCa McEl McGe McGi McKe McNa",
            "herty llan nnell rley ughlin vanagh ney rrigan tty",
        ),
        tail_share=0.25,
    ),
    Community(
        "caribbean",
        "Caribbean",
        45,
        (("BCRB", 65), ("MWBC", 25), ("BOTH", 5), ("NOBT", 5)),
        _CARIBBEAN_FEMALE,
        _CARIBBEAN_MALE,
        _CARIBBEAN_FAMILY,
        tail=(
            "Al Bar Bel Camp Dal Fran Gar Har Lin Mar Pen Rich Sam Wil",
            "ston ette combe land rymple den mont more field ward",
        ),
        tail_share=0.2,
    ),
)
