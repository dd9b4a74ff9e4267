"""Nigerian and Ghanaian, Somali, and Eritrean and Ethiopian names."""

from lintel.demo.names.tables import Community, SurnameRule

_WEST_FEMALE = """
Adaeze/Adaeza~Ada Chioma/Chyoma~Chi Ngozi/Ngozy Amara/Amarah Chiamaka/Chyamaka~Amaka
Ifeoma/Ifyoma~Ify Nkechi/Nkechy~Kechi Folake/Folakeh Yetunde/Yetundeh~Yetty
Temitope/Temitopeh~Temi Oluwaseun/Oluwaseyi~Seun Titilayo~Titi Abimbola~Bimbo Funmilayo~Funmi
Damilola~Dami Ayomide/Ayomidey~Ayo Oluwatobi/Oluwatobiloba~Tobi Abena/Abenaa Akosua/Akousua
Adwoa/Adjoa Efua/Efia Ama/Amma Esi/Essi Afia/Afua Grace/Grase Blessing Precious/Preshus
Mercy/Mercie Faith/Fayth Comfort Patience Gloria/Glory Esther/Ester Deborah/Debora~Deb Ruth/Ruthe
Mariama/Mariamah Fatoumata/Fatumata~Fatou Isatou/Aisatu Kadiatu/Kadiatou Zainab/Zaynab Hawa/Hawah
"""
_WEST_MALE = """
Emeka/Emekah Chukwuemeka/Chukwuemekah~Emeka Obinna/Obina~Obi Ikenna/Ikena~Ike
Chinedu/Chinedoo~Nedu Kelechi/Kelechy~Kele Uche/Uchey Adebayo/Adebayor~Bayo Oluwaseun~Seun
Babatunde/Babatundeh~Tunde Olumide/Olumideh~Olu Segun/Shegun Femi/Femmy Kayode/Kayodeh
Ayodele/Ayodeleh~Ayo Ibukun/Ibukunoluwa Tolulope~Tolu Kwame/Kwami Kofi/Koffi Kwabena/Kwabina
Yaw/Yao Kwaku/Kweku Kojo/Kodjo Nana/Naana Emmanuel/Emanuel/Immanuel~Manny Samuel/Sammuel
Daniel/Daniell Joseph/Josef Isaac/Isaak Elijah/Alijah Divine/Devine Prince Godwin/Goodwin
Sunday/Sonday Lamin/Lameen Ousman/Usman Alieu/Aliou Mamadou/Mamadu Ibrahima/Ibrahim David/Davide
"""
_WEST_FAMILY = """
Okafor/Okaphor Okonkwo/Okonkwor Eze/Ezeh Nwosu/Nwosue Obi/Obie Okoro/Okorro Igwe/Igweh
Nwankwo/Nwanko Chukwu/Chuku Adeyemi/Adeyemy Adebayo/Adebayor Ogunleye/Ogunleyeh Oladipo/Oladipupo
Afolabi/Affolabi Balogun/Ballogun Akinola/Akinolla Olatunji/Olatunjy Adewale/Adewalley
Okeke/Okekeh Bello/Belo Mensah/Mensa Owusu/Owusoo Boateng/Boatang Asante/Ashanti Osei/Ossei
Agyeman/Agyemang Appiah/Apiah Amoah/Amoa Adjei/Adjey/Agyei Ofori/Offori Darko/Darkoh
Frimpong/Frempong Sarpong/Sapong Jallow/Jalloh/Diallo Ceesay/Sesay Conteh/Konteh Kamara/Camara
Bangura/Bangoura Koroma/Coroma Touray/Turay
"""
_SOMALI_FEMALE = """
Hodan/Hodhan Fadumo/Faduma/Fatuma Hawa/Xaawo/Hawo Amina/Aamina Sahra/Zahra/Sarah Ayaan/Ayan
Ifrah/Ifra Nasra/Nasrah Hibo/Hiba Khadra/Qadra Maryan/Maryam Asha/Caasha/Aisha Faiza/Faysa
Hamdi/Xamdi Idil/Idyl Ladan/Laadan Muna/Mona Naima/Nimo Rahma/Raxma Samira/Sameera
Sucaad/Suad/Suaad Ubah/Uba Yasmin/Yasmiin Zamzam/Samsam Filsan/Filson Deka/Deqa Halimo/Xaliimo
Fowsia/Fawzia Saynab/Zeinab Safiya/Safia Ikran/Ikraan Sumaya/Sumeya Bilan/Billan Hafsa/Xafsa
Kawthar/Kowsar Anisa/Aniisa Leyla/Layla
"""
_SOMALI_MALE = """
Abdi/Cabdi Mohamed/Maxamed/Mohammed~Mo Ahmed/Axmed Ali/Cali Hassan/Xasan Hussein/Xuseen
Ibrahim/Ibraahim Yusuf/Yuusuf Abdullahi/Cabdulaahi~Abdi Omar/Cumar Osman/Cismaan Farah/Faarax
Jama/Jaamac Warsame/Warsama Guled/Guuleed Liban/Liibaan Mahad/Maxad Nur/Nuur Said/Siciid
Abdirahman/Cabdiraxmaan~Abdi Abdulkadir/Cabdulqaadir Bashir/Bashiir Khalid/Khaalid Mustafa/Mustaf
Zakaria/Sakariye~Zak Ayanle/Ayanleh Ismail/Ismaaciil Salah/Saalax Adan/Aadan Hersi/Xirsi
Elmi/Cilmi Roble/Rooble Samatar/Samater Sharif/Shariif Muse/Muuse Idris/Idiris Bilal/Bilaal
Hamza/Xamsa Ilyas/Ilyaas Yahya/Yaxye
"""
_HORN_FEMALE = """
Selam/Salam Hiwet/Hiwot Meron/Merron Tsion/Zion Rahel/Rachel Semhar/Semher Bethlehem~Betty
Eden/Edden Helen/Helena Luwam/Luam Mihret/Mehret Natsnet/Netsanet Saba/Sabba Senait/Senayt
Tigist/Tegest Winta/Winnta Yordanos/Jordanos~Yordi Almaz/Almas Aster/Ester Feven/Fiven
Genet/Ghenet Kidist/Kidest Lidya/Lydia Makda/Magda Ruta/Rutha Samrawit/Samrawet~Sami Tsega/Sega
Weyni/Weini
"""
_HORN_MALE = """
Abel/Abiel Amanuel/Emanuel~Aman Biniam/Benyam~Bini Daniel/Daneal Dawit/David Ermias/Jeremiah
Filmon/Philmon Henok/Enoch Isayas/Isaias Kidane/Kidanne Mehari/Mehary Mikael/Michael Nahom/Nahum
Robel/Ruben Samuel/Samiel Sirak/Seerak Solomon/Selomon Tedros/Theodros~Teddy Tesfay/Tesfaye
Yohannes/Johannes~Yonas Yonas/Jonas Zerai/Zeray Bereket/Berekat Berhane/Birhane Girmay/Girma
Habtom/Habtam Kibrom/Kibram Merhawi/Merhawy Natnael/Nathaniel Aron/Aaron Essey/Esay Fitsum/Fitsam
Hagos/Haggos Tekle/Tekele
"""

COMMUNITIES = (
    Community(
        "west_african",
        "Nigerian, Ghanaian and other West African",
        40,
        (("BAFR", 90), ("MWBA", 6), ("NOBT", 4)),
        _WEST_FEMALE,
        _WEST_MALE,
        _WEST_FAMILY,
        tail=(
            "Ade Akin Ayo Fola Ogun Ola Olu Omo Owo Oye",
            "bayo bola dele kunle leye mide niyi sola tayo wale yinka yemi bisi femi goke lana seun",
        ),
        tail_share=0.35,
    ),
    Community(
        "somali",
        "Somali",
        25,
        (("BAFR", 95), ("NOBT", 5)),
        _SOMALI_FEMALE,
        _SOMALI_MALE,
        _SOMALI_MALE,
        SurnameRule.PATRONYMIC,
    ),
    Community(
        "horn",
        "Eritrean and Ethiopian",
        10,
        (("BAFR", 93), ("BOTH", 4), ("NOBT", 3)),
        _HORN_FEMALE,
        _HORN_MALE,
        _HORN_MALE,
        SurnameRule.PATRONYMIC,
    ),
)
