"""Pakistani, Bangladeshi, Punjabi Sikh, and Indian and Tamil names."""

from lintel.demo.names.tables import Community, SurnameRule

_MUSLIM_FEMALE = """
Aisha/Ayesha/Aysha/Aishah Fatima/Fathima/Fatimah~Fati Maryam/Mariam/Miriam Zainab/Zaynab/Zenab
Khadija/Khadijah/Kadija Hafsa/Hafsah/Hafza Amina/Aminah/Ameena Sumayyah/Sumaya/Sumaiya
Safiya/Safiyah/Sofia Zara/Zarah/Zahra Iqra/Ikra Aleena/Alina Noor/Nur/Noora Saima/Saimah
Nadia/Nadiya Samina/Sameena Shazia/Shaziya Rukhsana/Ruksana/Roxana Farzana/Farzanah
Nasreen/Nasrin/Nazreen Yasmin/Yasmeen/Jasmin Shabana/Shabanah Bushra/Boshra Tahira/Tahirah
Kiran/Kyran Mehwish/Mahwish Rabia/Rabiya Sidra/Sidrah Hira/Hirah Laiba/Layba Inaya/Inayah/Anaya
Eshal/Ishal Anaya/Anayah Humaira/Humayra Saba/Sabah
"""
_MUSLIM_MALE = """
Ahmed/Ahmad/Ahmet Ali/Aly Hassan/Hasan/Hasaan Hussain/Hussein/Husain Usman/Uthman/Osman
Umar/Omar/Umer Bilal/Billal Hamza/Hamzah Ibrahim/Ebrahim/Ibraheem~Ibby Yusuf/Yousaf/Yousef/Joseph
Zain/Zayn/Zane Adam/Aadam Idris/Idrees Musa/Moosa Isa/Eesa/Essa Haris/Harris/Haaris Imran/Emran
Tariq/Tarik/Tareq Khalid/Khaled Asif/Aasif Nadeem/Nadim Waseem/Wasim Faisal/Faysal Kamran/Kamraan
Shahid/Shaheed Zubair/Zubayr Rizwan/Rizvan Sajid/Sajjad Junaid/Junayd Adeel/Adil Rayyan/Rayan
Ismail/Ismaeel/Esmail Abdullah/Abdulla~Abdul Daud/Dawood/Dawud Salman/Salmaan Arslan/Aslan
Zeeshan/Zishan Aryan/Ariyan
"""
_PAKISTANI_FAMILY = """
Khan/Kahn Hussain/Hussein/Husain Ahmed/Ahmad Ali/Aly Malik/Mallik/Malek Mahmood/Mehmood/Mahmud
Akhtar/Akther/Aktar Iqbal/Ikbal Shah/Shaah Mirza/Meerza Butt/Bhatt
Chaudhry/Choudhry/Chowdhury/Chaudhary Raja/Rajah Qureshi/Kureshi/Qureishi Sheikh/Shaikh/Shaykh
Siddiqui/Siddique/Sidiqi Ashraf/Ashraff Rehman/Rahman/Rahmaan Aslam/Asalam Bashir/Basheer
Rafiq/Rafique Javed/Javaid Nawaz/Navaz Saleem/Salim Yaqub/Yaqoob/Yakub Zaman/Zamaan Hanif/Haneef
Mughal/Moghal Dar/Darr Awan/Aawan
"""
_BANGLADESHI_FAMILY = """
Miah/Mia/Miya Uddin/Udin/Ud-Din Begum/Begom Ali/Aly Ahmed/Ahmmed Rahman/Rohman/Rahmaan
Islam/Isslam Choudhury/Chowdhury/Choudhry Hussain/Hossain/Hussein Khan/Kahn Alam/Aalom
Haque/Hoque/Haq Sarkar/Sarker Talukdar/Talukder Kamal/Kamaal Mannan/Manan Karim/Kareem
Jalil/Jaleel Akhtar/Akter/Aktar Sultana/Sultanah Chand/Chaand Bhuiyan/Bhuyan Matin/Motin
Quddus/Kuddus
"""
_BANGLADESHI_FEMALE = """
Nusrat/Nusrath Tasnim/Tasneem/Tasnima Sadia/Sadiya Farhana/Farhanah Rahima/Roheema
Sultana/Sulthana Shahida/Shaheda Rumana/Romana Nazma/Najma Rina/Reena Lipi/Lippi Jannat/Jannath
Mahira/Maheera Arisha/Areesha Ruqayyah/Rukaiya Halima/Haleema Taslima/Tasleema Momtaz/Mumtaz
Runa/Roona Fahmida/Fahmeda Afsana/Afshana Sabina/Sabeena Jesmin/Jasmin Maisha/Maysha
Suraiya/Soraya Tahmina/Tahmeena Anika/Aneeka Ayesha/Aisha Fateha/Fatiha Marufa/Maroofa
Labiba/Labeeba Monowara/Manowara
"""
_BANGLADESHI_MALE = """
Rahim/Roheem Karim/Kareem Shafiq/Shofiq Jamal/Jamaal Kamal/Komal Nazrul/Nozrul Rafi/Rafee
Tanvir/Tanveer Sakib/Shakib Mahfuz/Mahfooz Jubair/Zubair Rumel/Roomel Shahin/Shaheen Abdul/Abdool
Mizan/Mizaan Faruk/Farooq Ruhel/Roohel Tahmid/Tahmeed Arif/Areef Nahid/Naheed Raihan/Rayhan
Samir/Sameer Sufian/Sufyan Iftekhar/Iftikhar Masud/Masood Anwar/Anwaar Zakir/Zakeer Ayaan/Ayan
Tawhid/Touhid Ehsan/Ihsan Fahim/Faheem Habib/Habeeb Imtiaz/Imtiyaz Jahid/Zahid Kabir/Kobir
Liton/Litton Monir/Munir
"""
_PUNJABI_BOTH = """
Harpreet/Harprit~Harry,Preet Gurpreet/Gurprit~Guri Manpreet/Manprit~Mani Jaspreet/Jasprit~Jas
Kuldeep/Kuldip Sukhdeep/Sukhdip~Sukhi Amandeep/Amandip~Aman Rajinder/Rajindar~Raj
Surinder/Surindar Balwinder/Balvinder~Bal Paramjit/Parmjit Ranjit/Ranjeet Satnam/Satnaam
Navdeep/Navdip Kiranjit/Kiranjeet~Kiran Jasleen/Jaslin Simran/Simren Harleen/Harlin
Prabhjot/Prabjot Gurleen/Gurlin Anmol/Anmoal Jagdeep/Jagdip Inderjit/Indarjit~Inder
Tejinder/Tajinder Davinder/Devinder Mandeep/Mandip
"""
_PUNJABI_FEMALE = (
    _PUNJABI_BOTH
    + "Avneet/Avnit Ravneet/Ravnit Asha/Aasha Mehar/Meher Kavita/Kavitha Sunita/Sunitha"
)
_PUNJABI_MALE = (
    _PUNJABI_BOTH
    + "Arjan/Arjun Fateh/Fatey Sahib/Saheb Bikram/Vikram Jagtar/Jagtaar Mohinder/Mahinder Hardev/Hardeve"
)
_PUNJABI_FAMILY = """
Gill/Gil Dhillon/Dillon/Dhilon Sandhu/Sandu Sidhu/Sidoo/Siddhu Grewal/Garewal Bains/Baines
Dhaliwal/Dhariwal Mann/Man Johal/Johel Atwal/Attwal Sahota/Sohota Uppal/Upal Bhogal/Bogal
Purewal/Purwal Rai/Ray Virk/Verk Kang/Khang Sohal/Sohel Hothi/Hoti Nijjar/Nijar Randhawa/Randhava
Cheema/Chima Bassi/Basi Deol/Dheol Khaira/Kaira Mahal/Mahil Sangha/Sanga
"""
_INDIAN_FEMALE = """
Priya/Preeya Pooja/Puja Anjali/Anjaly Deepa/Dipa Kavya/Kavia Lakshmi/Laxmi Meena/Mina Nisha/Nesha
Radha/Raadha Sita/Seeta Shreya/Shriya Diya/Dia Anaya/Anaaya Isha/Eesha Aarti/Arti Bhavna/Bhavana
Hetal/Hetul Jyoti/Joti Komal/Komel Krupa/Kripa Rupal/Roopal Sneha/Sneha Trisha/Trysha Urvi/Urvee
Vidya/Vidhya Thulasi/Tulasi Sharmila/Sharmilla Kalpana/Kalpna Nila/Neela Aadhya/Adhya Saanvi/Sanvi
Myra/Maira Tharani/Tarani Yalini/Yaalini Abirami/Abhirami Dhivya/Divya Keerthana/Kirthana
"""
_INDIAN_MALE = """
Aarav/Arav Arjun/Arjan Rohan/Rohen Vivek/Vivak Rahul/Raahul Amit/Ameet Nikhil/Nickhil Kiran/Kyran
Sanjay/Sanjey Vijay/Vijey Suresh/Sureish Ramesh/Rameish Mahesh/Maheish Dinesh/Dinish Hitesh/Hitish
Jayesh/Jayish Ketan/Ketun Nilesh/Nileish Paresh/Parish Dhruv/Druv Ishaan/Ishan Krish/Krrish
Reyansh/Reyaansh Vihaan/Vihan Yash/Yesh Aditya/Aditia Siddharth/Sidharth~Sid Thivakar/Divakar
Sivakumar/Shivakumar~Siva Kannan/Kanan Murugan/Murugun Pranav/Pranev Ravi/Ravee Ganesh/Ganeish
"""
_INDIAN_FAMILY = """
Patel/Pattel/Patell Shah/Sha Desai/Desay Mehta/Metha Joshi/Joshy Sharma/Sarma Gupta/Guptha
Kumar/Kumaar Mistry/Mistri Parmar/Parmer Solanki/Solankee Chauhan/Chohan/Chawhan Modi/Mody
Thakkar/Thaker Amin/Ameen Vyas/Vias Trivedi/Trivedy Pandya/Pandia Nair/Nayar Menon/Mennon
Pillai/Pillay Reddy/Reddi Rao/Row Iyer/Aiyar Krishnan/Krishnen Sivanathan/Shivanathan
Balasubramaniam/Balasubramanian Selvarajah/Selvaraja Nadarajah/Nadaraja Thiruchelvam/Thirichelvam
Rajaratnam/Rajaratnem Fernandes/Fernandez D'Souza/DSouza/De_Souza Kapoor/Kapur Malhotra/Malhotrah
Bhatt/Bhat Rathod/Rathore Varsani/Varsanee
"""

COMMUNITIES = (
    Community(
        "pakistani",
        "Pakistani",
        75,
        (("APKN", 88), ("AOTH", 4), ("MWAS", 4), ("NOBT", 4)),
        _MUSLIM_FEMALE,
        _MUSLIM_MALE,
        _PAKISTANI_FAMILY,
        SurnameRule.OWN,
        womens_names="Bibi/Beebi Begum/Begam Akhtar/Akther Kausar/Kauser Parveen/Parvin/Perveen Khatoon/Khatun Bano/Banu Sultana",
        first_of_two="Muhammad/Mohammed/Mohammad/Mohamed/Muhammed~Mo",
    ),
    Community(
        "bangladeshi",
        "Bangladeshi",
        30,
        (("ABAN", 92), ("AOTH", 4), ("NOBT", 4)),
        _BANGLADESHI_FEMALE,
        _BANGLADESHI_MALE,
        _BANGLADESHI_FAMILY,
        SurnameRule.OWN,
        womens_names="Begum/Begom/Begam Khatun/Khatoon Bibi/Beebi Sultana/Sulthana Akter/Aktar/Akhtar Khanom/Khanam",
        first_of_two="Mohammed/Muhammad/Md/Mohammad~Mo",
    ),
    Community(
        "punjabi",
        "Punjabi Sikh",
        25,
        (("AIND", 92), ("AOTH", 4), ("NOBT", 4)),
        _PUNJABI_FEMALE,
        _PUNJABI_MALE,
        _PUNJABI_FAMILY,
        SurnameRule.KAUR_SINGH,
    ),
    Community(
        "indian",
        "Indian and Tamil",
        30,
        (("AIND", 85), ("AOTH", 11), ("NOBT", 4)),
        _INDIAN_FEMALE,
        _INDIAN_MALE,
        _INDIAN_FAMILY,
        tail=(
            "Bala Chandra Deva Gana Jeya Kana Loga Maha Nava Para Raja Sathi Siva Thava Vija",
            "krishnan lingam mohan nathan pathy rajah ratnam segaram singam varan moorthy",
        ),
        tail_share=0.2,
    ),
)
