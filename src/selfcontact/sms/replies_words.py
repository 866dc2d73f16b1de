"""The words of replies to a political SMS, as phrases over normalised text (see `replies.normalise`).

One phrase a line: lower case, no accent, apostrophes as spaces; `*` ends a stem, `...` is a gap of up to five words
of the same clause, `MSG` is any word for a message, and the rest is a regular expression. Doubled letters count once.
"""

import re

MSG = (
    "(sms|texto*|textos|messag*|mesage*|msg*|msgs|mms|mail*|courriel*|pub|pubs|publicit*|spam*|demarch*|"
    "sollicit*|propagande*|envoi*|appel*|relance*|notif*|harcel*|prospection*|sondage*|numero*)"
)

# The whole reply, politeness left out, is one of these.
ALONE = """
(e|f)?stop(s|e|er|es|ez|ons|ee|pe|per|o|t)?|sto
non|nan|nope|no|nein|nao|nee|na|naan|pas moi|moi pas|pas question|hors de question|sans moi
fin|fini|final|terminer?|termine|end|ende|fine|quit*|exit|cancel|annul*|annuler|sortie|sortir
arret*|aret*|arrt|aretez|arrete|cess*|cesez|halte|halt|basta|pause
para|parar|pare|paren|parad|baja|alto|cancela*|basta ya|nunca|fuera|dejame
ferma*|smett*|smettila|cancell*|abmelden|aufhoren|abbestellen|afmelden|stoppen|uit
supprim*|suprim*|retir*|enlev*|effac*|efac*|radi*|ray(er|ez)|oppos(e|ition|ant|er)|refus*|rejet*|rejeter
desabo*|desinscr*|desinsc|desabonez|unsub*|optout|opt out|remove|delete|block|bloqu*|blok*
spam*|harcel*|demarchage|indesirable|poubelle|corbeille|blacklist*
suff?it|assez|marre|degage*|dehors|ouste|dégage|berk|beurk|jamais|rien|aucun|nul
dur|durdur|iptal|wypisz|koniec|dosc|opriti|dezabonare|stopi|khalas|khlas|safi|dosyc|enough
ase|las|arete|rete|ansem|paouez|echu|erak|prou|pro
"""

# The same, when the spaces between its letters or words are taken out.
JOINED = "stop(s|e|er|ez|sms|pub|spam|al|tout|moi|ca|mesage|mesages|merci)?|optout|aret|aretez|desabo[a-z]*|unsubscribe"

# Anywhere in the reply.
REFUSAL = """
d(e|i|é)s? ?(ab|habb?)on*|d(e|i)(s|z)? ?inscri(p|r|s|t|v)*|d(e|i)sinc*|desabone*|desenregistr*|desengag*
unsub*|opt ?out|opt out|stop ?(sms|msg|pub|spam|message*|all|tout|ca|moi|immediat*|definit*|now|please)
(retir*|enlev*|suprim*|suppri*|effac*|efface*|ray(er|ez|e)|vir(er|ez|e)|ot(er|ez|e)|radi*|sort(ir|ez)|exclu*|\
oubli(er|ez|e)) ... (moi|mon|mes|me|nom|numero*|num|tel*|portable|liste*|listing*|fichier*|base*|coordonnee*|\
donnee*|contact*|repertoire)
(me|m|nous) (retir*|enlev*|suprim*|effac*|ray(er|ez)|vir(er|ez)|oubli(er|ez|e)|desins*|desab*|bloqu*)
(a|de|la|le|demande*) (suppression|effacement|retrait|radiation) ... (donnee*|numero*|liste*|fichier*|nom|\
coordonnee*)
(ne|n) (me|m|nous) ... (plus|pas|rien|jamais)
(de )?ne (plus|pas) (me|m|nous)( [^| ]+)?
(ne|n) (envoy*|ecri*|apel*|contact*|relanc*|sollicit*) (plus|rien|jamais)|(vous )?n aret* pas (de|d)
(ne )?(me|m) (contact*|appel*|ecri*|envoy*|envoi*|relanc*|sollicit*|derang*|embet*|harcel*|soul*) (plus|pas|jamais|\
rien)
(de )?(ne )?plus ... (recevoir|recevez|reçoive|recoive|contact*|envoy*|envoi*|ecri(re|vez)|sollicit*|derang*|\
importun*|relanc*|embet*|appeler|demarch*)
plus (de|aucun|aucune|jamais de|jamais) (vos )?MSG
(ne )?(veu*|veut|ve|souhait*|desir*|voudrai*|tien*|accept*) (plus|pas|pa|p|ps) (de )?(vos |votre |ces |etre |\
d etre |qu on |que |recevoir|recevoi*|MSG|rien|vous|entendre|continuer|etre*|ca|cela|de vous)
(ne )?(veu*|veut|souhait*|desir*) (plus|pas|pa)( \\||$)
(veu*|veut) (plus|pas) (de )?(ta|tes|toi|sa|ses|son)
pas ... (interese*|interes*)|(ne )?m intere* pas|m interes* (plus|pas)|aucun interet|desinteres*|ininteres*
(laisse*|lach*|lais*|fich*|fout*|foute*) ... (moi|nous|tranquille|tranquil*|paix|camp)
(la|ma) paix|du balai|allez voir ailleurs|passe* votre chemin|passer votre chemin
(sa|ca|c|cela) ... (suff?i*|gonfl*|soul*|saoul*|fatigu*|emmerd*|enerv*|fait chier|fait chié)|suffit
tu (me )?(soul*|saoul*)
ras le (bol|cul)|ral le bol|(plein|y en a|ai|en ai|j en ai|trop) (le cul|marre|mare|assez|ras)
marre (de|des|que|la|a)|(vraiment|trop|y en a|en ai) (marre|mare)
non merci|non non|non vraiment|non desole*|sans facon|non pas question|pas merci|merci non|mais non
non (c|ce) est non|jamais de la vie
je (le |m y |vous )?(refus*|oppos*|m oppos*|interdi*)|m oppos*|refuse ... (MSG|recevoir|demarch*|contact*)
vous interdi*|j interdi*
pas ... (accord*|autoris*|consent*|consenti*|permission|droit|demande*|donne mon|inscri*|abonn*|sollicite|souscri*)
jamais ... (accord*|autoris*|consent*|consenti|demande*|donne mon|donne mes|inscri*|abonn*|souscri*)
(retir*|revoqu*|aucun|sans) ... (consent*|consentement|autoris*|accord)
(vous|te|t|t ai|vous ai|numero|je|ai|t es|es) (bloqu*|blok*|blacklist*|black list*)|liste (rouge|noire|d opposition)
bloctel|robinson|block*
harcel*|harass*|arcel*|spam*|polu(er|ez|tion)* ... MSG|indesirable*|intrusi*|intrusion
(envahi*|inond*|bombard*|pourri*|polu*|pollu*) ... (MSG|telephone|portable|boite)
je (m en|men) (fou*|fich*|bat*|tape*|balance)|rien a (foutre|faire|battre|cirer|branler|secouer|fiche)
(osef|balec|balek|pas envie|non desire*|sans interet|inutile d*)
(oubli*|perd*) ... (mon )?(numero|nom)|oublie* moi|(jet|brul|detrui)* ... mon numero
(fin|terme|halte|term*) (a|au|aux|de|des|de vos|a vos|ces|pour|sur) (les |ces |vos |cet* |la |l )?MSG
met* (fin|un terme) (a|aux|au) (ces|cet*|vos|votre|vo|MSG)
pas de (sms|texto*|messag*|pub*|demarch*|propagande|politique)|pas de ca (chez|avec|ici)
aucun (sms|messag*|texto*|contact)
no (more|thanks|thank you|gracias|quiero|gracie|interesa)|leave me alone|remove me|take me off
stop (it|texting|sending|now|messaging|contacting)|do not (contact|text|call|message|send)
don t (contact|text|call|message|send)|not interested|opt me out|go away|no quiero|dar* de baja|dej(a|en|e) de
dejeme*|no me (interes*|escrib*|mand*|env*|molest*|llam*)|no mas|nao quero|nao me|deixe*|non voglio|non mi
lasciatemi|lasciami|kein* interesse|keine (sms|nachricht*)|bitte (nicht|keine|stop*)|lassen sie|geen interesse
met rust|nie chce|nu (ma|mai) *|istemiyorum|ma bghit|mabghit*|ma nheb*|(lese|laise|lache) mwen|kite (m|mwen)
an pa (vle|le)|mwen pa (vle|le)|pa voye|mi ve pu
"""

RIGHTS = """
(suppr*|effac*|retrait|oubli|opposition|rectifi*) ... (donnee*|droit|rgpd|personel*|coordon*)
droit (a l oubli|d opposition|a l effacement|de retrait|d efacement)|article (17|21)
port* ... plainte|portrai* plainte|depo* ... plainte|plainte|plaint (contre|cnil)
(mon|un|mes|notre) (avocat|avocate|avocats|conseil juridique)|maitre avocat|avocat*
cnil|tribunal|tribunaux|huissier|mise en demeure|au penal|procureur|gendarme*|commissariat|(la|a la) police
en justice|poursui(te|tes|vre|vi) ... (justice|judiciaire*|tribunal)|poursuites
33 ?700|signal* (ce|votre|vous|au|a|comme|le|la)|vous signal*|ai signale|est signale|denonce* (ce|vous|a|au)
cybermalveil*|pharos|illegal*|interdit par la loi
"""

INSULT = """
con+ard*|con+as+e*|conar*|enfoire*|encul*|emcul*|enkul*|salop*|salau*|put(e|es|ain|in)|fils de (put*|pu|\
chien*|lache)|fdp*|ntm
nike (ta|vo|sa)|nik|nique*|nikez|batard*|bat?ar|abruti*|imbecil*|debil*|cretin*|bouffon*|boufon*|pourriture*
raclure*|ordure*|merd*|mrd|emmerd*
(allez|alez|va|aller|vas|aler) (tous )?(vous|te|t|se|vs) (faire|fair|fer|faites|pendre|noyer|cacher|chier|coucher)
(allez|va) (chier|crever|mourir|au diable|en enfer)|foutre|suce*|tg|ta gueule|vos gueule*|gueule*|vtf|vtff
bande de *|sac a *|gros* (con|conne|porc|naze)|sale* (con|conne|porc|race|type|gens|menteur*|voleur*|politi*)
(les|des|un|pauvre*|petit*|quel*|bande de|tous des|espece de|vrai*|beau*|gros|sale*|t es|etes) con(s|ne|nes)?
con(s|ne|nes)?$
escro*|escrok*|vol(eur|eurs|euse)|arnaqueur*|menteur*|menteuse*|tricheur*|corrompu*|charlatan*|crapul*|magouil*
parasite*|profiteur*|bandit*|mafi*|tous pourris|pourri(s|es|e)?|vendu(s|es|e)?|traitre*|colabo*|guignol*|clown*
pitre*|mytho*|toca(rd|rde|rds)|minable*|rigolo*|bras casse*|incapable*|bon* a rien|raciste*|facho*|fasciste*|nazi*
islamogauch*|gauchiste*|gauchias*
ferm* (la|ta|le|vos|votre)|tais* (toi|vous)|taisez*|degag*|dégag*|cass(e|ez) (toi|vous|la|les)|barre*( |-)(vous|toi)
tire* (vous|toi)|hors d ici|fou(s|t|tez) le camp|dehors|creve*|crev(e|ez)|pendez*|honteu*
honte (a|sur) (vous|toi|eux)|vous (me )?degout*|degueu*|vomi*|gerbe*|a vomir|ecoeur*
fuck*|fck*|shut up|piss off|asshole*|bastard*|scum|bitch*|wtf off|bullshit|puta*|cabron*|mierda|gilipol*|hijo de*
vaffan*|stronz*|cazzo|scheis*|arschloch|verpis*|kanker|kurwa|caralho|merda|kelb|zebi|zeb|tahan*|nardin*|bouda*
"""

WRONG_PERSON = """
(c est|ce n est|c n est|ce est|cest|sais|ce ne sont|s est) pas (moi|lui|elle|la bonne personne|le bon numero|\
le bon|mon nom|mon prenom|ma ville|ma commune|ma circonscription|(?!(le|la|les|un|une|de|du|des|normal*|grave|\
possible|serieu*|vrai*|bien|bon|beau|ca|cela|clair|faux|juste|mal|mauvais*|tres|trop|assez|encore|facile|simple|\
honnete|legal|la|a|pour|avec|parce|comme|fini|gagne|sur|sympa|cool|pareil|important|urgent|evident|interdit|\
autorise|votre|vos|vous|nos|notre|etonnant|ce|cette|si|aussi|que|qu|gentil|top|terrible|drole|rien|tout|tous|\
toujours|mon|ma|mes|en|au|aux|demain|aujourd|maintenant|dimanche|dans|raisonnable|acceptable|tolerable|correct|\
conforme|utile|interesant|nouveau|complet|precis|gratuit|dit|fait|sorcier|perdu|cher|compris)( |$))[a-z]{3,})
(je|j|on) (ne )?(suis|me|m apel*|m apell*|m nomme) pas ((m|mr|me|mle|monsieur|madame|docteur)|(?!(sur|contre|\
d acord|la|convain*|dispo*|encore|libre|en|a |au|tres|trop|raciste|content*|venu|decu*|oppose|fan|pour|avec|seul*|\
le seul|la seule|certain*|toujours|tout|bien|raciste|naif|dupe|bete|idiot*|rasure*|inquiet*|surpris*|etone*|\
mecontent*|satisfait*|fier*|fan)( |$))[a-z]{3,})
(err?eur|erreure) (de )?(numero|num|destinataire|personne|destination|sur la personne)|erreur$|^erreur
(mauvais|faux|pas le bon|pas le meme|change de|nouveau) (numero|num|destinataire|personne)|mauvaise personne
vous (vous )?(etes )?tromp*|tu te tromp*|te trompe*|trompe* de (numero|personne|destinataire)|wrong (number|person)
numero equivoc*|falsche num*
(ne |n )?(habit*|vi(s|t)|resid*|demeur*|vote*|suis|reside) (plus|pas|pu|pa|plu|p) (a|au|en|dans|ici|la bas|sur|\
cette|la|chez)
plus (a|dans) (cette|cet) (adresse|ville|commune)
(ai|a|avons|ont) (demenag*|quitt* ... (ville|commune|region|france|rennes))|(ai |a )?demenag*|parti (de|vivre)
(habite|vis|reside) (a l etranger|maintenant|desormais|au|aux|en (belgique|suisse|espagne|allemagne|angleterre|\
italie))
autre (commune|ville|departement|region|circonscription|pays)
pas (la |de |ma )?(nationalit*|francais|francaise|citoyen*|electeur|electrice|inscrit|inscrite|ce nom|\
cette personne|de carte (electoral*|d electeur)|le droit de vote*|droit de vote*)
(je )?(ne )?(peu*) (pas|pa) vote*|droit de vote|pas vote* (en france|ici)|etrang(er|ere)( |$)|pas le droit de voter
radie* des listes
(est|et|es|etait) (mort*|deced*|decede*)|deced*|deces|plus de ce monde|defunt*|enterr*|feu (mon|ma)|en deuil
numero (pro|profession*|de travail|d entreprise|du bureau|de ma (fille|mere|femme|soeur|grand mere)|de mon (fils|\
pere|mari|frere|enfant|bebe))
telephone (pro|profession*|de fonction|de ma (fille|mere|grand*)|de mon (fils|pere|enfant|grand*))
(portable|tel) (pro|de mon fils|de ma fille|de mon enfant)|ce numero (n est|n apartient|est (celui|atribue))
connais pas( (de|cette|ce|m) [a-z]+)?|n est (pas|plus) (son|mon|le) (numero|num)|sous (tutelle|curatelle)|alzheimer
majeur protege|sous protection|tuteur|tutrice|curateur
"""

MINOR = """
mineur*|sui* (encore )?(au |en )?(college|collegien*|primaire|cm1|cm2|6eme|5eme|4eme|3eme)
pas (encore )?(l )?age (de|pour) vot*|trop jeune*|pas (encore )?majeur*
(suis|c est|est) (un|une) (enfant|gamin*|gosse|bebe)
(ai|a) (onze|douze|treize|quatorze|quinze|seize|dix sept|dix six|dix cinq) ans
"""

ALERT = """
suicid*|me (tuer|pendre|foutre en l air|jeter|suicider|tue)|en finir( avec (la|ma) vie)?|veu* (mourir|crever)
envie de (mourir|mourrir)|plus envie de vivre|finir (mes jours|ma vie)
bombe*|attentat*|explos*|faire (sauter|peter|exploser)|kalach*|arme a feu|mon fusil|couteau|egorg*|decapit*
massacr(er|e) vous|fusill*|poignard*
(vous|te|le|la|les|l|t) (tuer|tue|buter|bute|crever|cramer|flinguer|flingue|descendre|fume|fumer|planter|egorger|\
butte|butter|defoncer|demolir)
tuer (tout|quelqu|des|vous|le candidat|la candidate)|menace* de mort|je sais ou (vous|tu) habit*
on (va|vas|viendra) (vous|te) (trouver|retrouver|chercher)|allez (le payer|mourir)|vengeance
(au secours|a l aide|aidez moi|danger de mort|viol(ee|er|e) par|me (bat|frappe|viole)|violences conjugales|\
appel* (la police|les pompiers|le samu) vite)
"""

RETURN = """
unstop*|un stop|anti stop|restart*|start|re start|reinscri*|reabon*|re abon*|resubscribe|subscribe|reactiv*|debloqu*
reprendre ... (MSG|contact|envoi*)
(?<!ne )(veu*|voudrai*|aimerai*|souhait*|accept*|ok|oui) (bien|encore|continuer a|toujours|a nouveau|\
de nouveau) (vous )?(recevoir|m inscrire|m abonner)
(?<!ne )(veu*|voudrai*|aimerai*|souhait*|accept*) (re)?recevoir ... MSG
annul* ... (stop|desin*|desab*|oposition)|(trompe*|erreur) ... (stop|voulais pas)|remet* moi|rajout* moi|ajout* moi
je reviens
"""
RETURN_ALONE = (
    "oui*|ui|ouais|yes|yep|si|ja|da|ok oui|oui ok|d acord oui|inscription|inscrire|"
    "abonner|abonement|on|go|je veux bien|oui je veux( bien)?|oui je le veux|oui merci"
)

# Words that may be a refusal and may be something else: neither a question nor support, until a human has read.
DOUBT = """
e?stop*|stp stop|(re|des|un)stop*|arret*|aret*|cess(e|er|ez|ons)|halte|basta|non|nan|nope|nein|assez|marre|spam*
harcel*
desins*|desab*|unsub*|suprim*|retir*|enlev*|effac*|refus*|oppos*|bloqu*|interdi*|rgpd|consent*|(mon|ma) vie privee
(pub|publicit*|propagande|demarch*|sollicit*|intrusi*|abus*|honte*|inadmis*|inacept*|scandal*)
"""

# Words that support does not use: with one of them, praise may be irony or the start of a complaint.
HINT = """
plus|pas|pa|jamais|rien|aucun*|sans|ni|trop|encore|fin|end|quit|MSG|telephone|portable|donnee*|fichier*|liste*|loi
droit*
tranquil*|derang*|genant*|gene|ridicul*|lamentable|pathetique|n importe quoi|serieu*|vote* (contre|blanc|nul)|contre
dommage|decu*|deception|nul|nulle|nuls|bof|degout*|hors|desol*|arnaqu*|piege*|phishing|fake|bidon|mensonge*|menti*
mentez
mort*|malade*|hopital|hospital*|deuil|enfant*|mineur*|mon fils|ma fille|ironi*|lol|mdr|ptdr|haha*|xd|cause toujours
tu parles|mon oeil|bla|blabla*|pff*|grr*|beurk|berk|aide* moi|mais|sauf|pourtant|sinon|dormir|nuit|dodo|matin|boulot
"""

FOLLOWING = f"""
{MSG}|merci|mercii*|svp|stp|please|pls|plz|maintenant|immediat*|tout*|tt|de suite|desuite|ca|sa( \\||$)|cela|ici|la
vos|votre|vous|je|j|moi|mon|ma|mes|ou|ou je|et|sinon|car|ne|n|de (m|me|vous|nous|ces|cette)
d (envoy*|ecri*|apel*|envoi*)|a vos|aux? MSG|les MSG|le MSG|la MSG|ces|cette|cet|cordial*|bonne*|bonjour|bonsoir
salut|definit*|urgent|vite|avec|envoye*|m|me|par|pr|en|pour (MSG|moi|toujours)|stop*|non|arret*|aret*
a tout (MSG|contact)|au|aux MSG|c|ce (genre|type|MSG)|on|il|y|jamais|tjrs|toujours|suite|stp|now|all|por favor
grazie|bitte|mille|mil|madame|monsieur|messieurs|sil|s il|deja|vs|vou|pb|suivant|final*|sans|oblig*|imperatif
par pitie|quoi|wesh|frere|mec|bordel|merde|put*|la guerre des sms|the|texting|sending|dis|jai|jveu*|jen|sinon|avant
"""

ISSUES = (
    "(hausse*|augment*|impot*|tax*|immigr*|migra*|nuclea*|eolien*|chass*|corida*|corrup*|violence*|guerr*|insecur*|"
    "gaspi*|vie chere|inflation|reform*|retrait* a 6\\d|49|corupt*|"
    "betonis*|beton|pestici*|glyph*|polu*|rechauff*|decharg*|ferm(eture|etures)|desert*|licenci*|chomage|deliquan*|"
    "delinquan*|drogue*|trafic*|raci*|antisemit*|islam*|discrim*|inegal*|injust*|pauvret*|precarit*|austerit*|"
    "privati*|dette|depens*|degrad*|incivil*|bruit|voiture*|autorout*|lgv|a69|bassin*|artific*|laxis*|europe|"
    "bureaucr*|norme*|ecologie punitive|zfe|feminicid*|maltraitan*|souffrance|elevage*|vaccin*|"
    "pas (sanitaire|vacinal)|covid|dictatur*|"
    "capital*|liberal*|fasci*|extreme*|division*|haine|mensonge* d etat|misere|genocid*|bombardement*)"
)

# Not a refusal, although the word is there: blanked out before anything else is looked at.
FALSE_FRIENDS = f"""
(stop|halte|arret*|aret*|non|cess*|basta) (a|au|aux|a la|a l|les|la|le|l|ce|cette|ces|cet|toute|tous les|\
toutes les) (tous |toutes |nouvelle* |nouveau* |grand* |les |la |le |l |ces |cette |cet |ce )?\
{ISSUES}( (des|du|de la|de l|de|d|a|a l|a la|dans|en|sur|cher*|aux?) (?!vos|MSG)[a-z0-9]+)?
(on|rien|personne|ils|elles|nul|nous) (ne |n )(vous|nous|te|les|la|le|l) (stop|arete|arret)*( pas| jamais| plus)?
(?<!vous )(?<!tu )(ne|n) (vous |t |te |nous )?(stop*|arret*|aret*|lach*|cess*) (surtout )?(rien|pas|jamais)( pas)?
(la|en|a la|de|jusqu a la|c est la|vivement la|une) fin (du|de la|de l|des|de|d) (?!MSG)(?!vos|votre|ces|\
cette)[a-z]+
(en|a la) fin (d|de)
fin (janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|de (semaine|mois|journee|\
mandat))
fin (du|de) (mois|mandat|tunnel)
(non (\\| )?|nn |nan )?(mais )?(desole* )?(je|j|on|nous|mon mari|ma femme) (ne |n )?(suis|serai*|sera|serons|\
pourrai*|pourra|pourrons|peux|peut|vais|sui|y serai|etais) (malheureusement )?(pas|plus) (pouvoir |etre )?(la|\
present*|dispo*|venir|libre*|en france|chez moi|voter dimanche|me deplacer|en ville)
stop pub* (sur|est sur) (ma|la|notre|mon|les) (boite*|bal|porte|boites)
(arret|aret|stop) (de |du |au |d )?(bus|autobus|tram*|metro|car|travail|maladie|minute|cardiaque|jeu)|auto stop
autostop|(panneau|feu|bus|au|le|un|du) stop (rue|de la rue|avenue|du carrefour|du village)
pas (de )?(soucis?|probleme*|souci)|pourquoi pas|(bien|tout a fait|pas) mal|pas mal|n est ce pas
sans (hesit*|doute*|faute|probleme*|souci)|rien a redire|rien a (dire|ajouter)|plus que jamais
plus (d espoir|d ecoles?|de justice|de moyens|de securite)|de plus en plus|en plus|non seulement
"""

SUPPORT = """
bravo*|felicit*|continue*|courage|force|hourra|youpi|vive*|vivement|vous soutien*|te soutien*|soutien*
je (vous )?soutiens|avec vous|derriere vous|compte* sur (moi|nous|ma voix|notre)|(ma|nos|notre|mes) voix
je (vote*|voterai*|vais voter) (pour )?(vous|toi|martin*|elle|lui)|vote* pour vous|on (vote|votera)
(on|nous|je|j y) (y )?(sera|serai|serons|serais|viens|viendrai*) (la|present*|dimanche|tous)|on est la|je viens
j y serai|je serai la|hate de|super*|genial*|excellent*|parfait*|formidable*|magnifique|top|tip top|cool|bien dit
tres bien|bonne (chance|continuation|campagne|idee|initiative)|d accord avec vous|tout a fait|entierement|exactement
allez|en avant|on va gagner|on lache rien
(coller|distribuer|tracter|militer|benevole|rejoindre|adher*|don|affiche*|aider|participer)|merci*|ok|okay|d accord
entendu|recu|c est note|bien recu|bien note|note|je partage|j aime|j adore|interesant*|m interes*|interes*
"""

SUPPORT_SAFE = """
merci (pour|de) (votre|ce|le|ton|cet) (messag*|sms|texto|engagement|info*|rappel|travail)|bon courage
(ne |n )?(l |on )?(lache*|lachons|lacherai*) rien|l affaire
"""

AUTOMATIC = """
(suis|sui) (actuellement |en ce moment )?(en |au |absent*|occupe*|indispon*|au volant)(reunion|rdv|rendez vous|\
conge*|vacance*|deplacement|ligne|train|cours|formation|volant)?
en (conge*|vacance*|reunion|deplacement) (jusqu*|du|depuis|actuel*)|actuellement (en|absent*|indisponible*|hors)
absent* (du|jusqu*|pour|et|actuel*)|de retour le|(reponse|message|repondeur|sms|texto) (automatique|auto)
automatic reply|auto ?reply|out of office|out of the office|je conduis|(au|en) (volant|conduite|train de conduire)
(vous|te|t) rappel* (plus tard|des que|apres|bientot|tout a l heure|ulterieur*)?
peux pas (parler|repondre|decrocher)|indisponible*|i m driving|i am driving|in a meeting|can t talk
call you (back|later)|envoye depuis|numero (n est plus|non) (attribue|joignable)|boite vocale|messagerie (vocale)?
repondeur
"""
AUTOMATIC_NEUTRAL = """
(je )?ne (peu* |pour* |suis )?(pas|plus) (parler|repondre|decrocher|disponible|joignable|au bureau)|urgence
en cas d urgence|mon (retour|absence)|plus tard|des que posible|merci de|(votre|ce|un|de) mesage|mesagerie|repondeur
sms auto*|reponse automatique|numero non|boulot|travail*|matin|heure*
"""

SOURCE = """
(qui|ki|qi) (est ce|etes vous|es tu|c est|cest|t es|est|a|parle|m ecri*|m envoi*|vous (a|es|etes|envoie))
(qui|ki) ... (donn*|fourni*|vend*|transmi*|communiqu*|file|refile) ... (numero*|num|coordon*|telephone|tel|nom)
(d ou|dou|d u|comment|par qui|pourquoi|ou|kom*|cmt|comen*) ... (avez|ave|as|ai|eu|trouv*|obten*|obtenu|recup*|sort|\
sortez|ten*|conai*|vien*|pris|prend*) ... (numero*|num|coordon*|telephone|tel|nom|portable|06)
(c|ces|cest|c est|se) (ki|qui|qi|koi|quoi)|(ki|qui|qi) (c|ces|cest|es|etes vous|etes|t|tu|est la|la|sa|ca|e)
(qui|ki)$|^(qui|ki)|(vous etes|t es|tu es|ves etes) (qui|ki)|on se conait|je vous conais
who (is this|are you|dis|s this)|quien (es|eres)|chi (e|sei)|wer (ist|sind)|(de la )?part de (qui|ki)
(votre |vos |le |un |contact )?(dpo|dpd|delegue a la protection)|responsable (de|du) (traitement|fichier|donnee*)
(quel*|mes|mon) (donnee*|information*) ... (avez|detenez|conserve*|posed*)|droit d acces
origine (de|du|des) (mon|ce|mes|fichier|donnee*|numero*)|source (de|du|des) (mon|ce|mes|fichier|donnee*|numero*)
politique de confidentialite|mentions legales|base legale|quelle societe|quel organisme|qui (vous )?pai*|qui finance
provenance
"""

QUESTION = """
(ou|quel|quelle|quels|quelles|quand|comment|coment|combien|pourquoi|est ce|puis je|peut on|pouvez vous|avez vous|\
y a t il|faut il|dois je|c est quand|c est ou|a quelle|quel parti|kel|keske|qu est ce|que proposez|pour qui|\
c est quoi|savez vous|serait il|dans quel|sur quel)
(appelez|apelez|rapelez|rappelez|contactez|telephonez|recontactez|joindre) (moi|nous)
(me|nous) (rappeler|rapeler|appeler|apeler)|bureau de vote|procuration|inscrit ou|carte (d electeur|electorale)
programme|plus d info*|renseign*|horaire*|question
"""

POLITE = (
    "(bonjour|bonsoir|bjr|bsr|slt|salut|hello|hi|coucou|cc|svp|stp|s il (vous|te) plai*|sil (vous|te) plai*|"
    "merci*|mercii*|mrc|thx|thanks|thank you|cordial*|cdt|cdlt|bien (a vous|cordial*)|salutations|madame|monsieur|"
    "mme|mr|m|mrs|messieurs|mesdames|bonne (journee|soiree)|par avance|d avance|please|pls|plz|por favor|bitte|"
    "beaucoup|bcp|sms|au|\\d{3,}|a vous|du coup|alors|euh|ok|et|de|bon|ben|bah|eh|hein|la|oh|ah|ha|heu|hum)"
)

# Words of other scripts.
FOREIGN_REFUSAL = frozenset(
    {
        "قف", "توقف", "توقفوا", "وقف", "اوقف", "أوقف", "ايقاف", "إيقاف", "الغاء",
        "إلغاء", "كفى", "كفاية", "حبس", "بركا", "стоп", "отписаться", "отпишите", "отписка",
        "хватит", "прекратите", "відписатися", "досить",
        "நிறுத்து", "רד", "הסר", "הסירו", "עצור", "תפסיקו",
        "σταματηστε", "διαγραφη", "बंद", "रोको", "বন্ধ", "كافي",
    }
)  # fmt: skip
# The same for scripts that put no space between words.
FOREIGN_REFUSAL_INSIDE = (
    "退订",
    "退訂",
    "停止",
    "不要",
    "取消",
    "拒收",
    "やめて",
    "중지",
    "그만",
    "수신거부",
    "หยุด",
    "ยกเลิก",
)

REFUSAL_SIGNS = frozenset("✋🛑🖕🚫⛔❌🤚🙅📵🔕")
INSULT_SIGNS = frozenset("🖕🤬💩")
DOUBT_SIGNS = frozenset("👎😡😠🤮🤢💀☠🔪🔫💣🧨🙄😤😒🤡🤥🐍🐷😂🤣🤔❓🙈🫵")
SUPPORT_SIGNS = frozenset("👍👏❤💪🙏✊🎉🥳😍🤩💙💚💛🧡🩷🤍💜🖤👌✌🌹🗳😊🙂😀😃😄☺🇫🇷🫶🥰🔥✅🤝⭐🌟💯😉😁")


def compiled(phrases: str) -> re.Pattern[str]:
    """Return one pattern that finds any of `phrases` as whole words of a normalised text."""
    lines = [line.strip() for line in phrases.splitlines() if line.strip()]
    return re.compile(rf"(?<!\S)(?:{'|'.join(_expand(line) for line in lines)})(?!\S)")


def _expand(phrase: str) -> str:
    phrase = phrase.replace("MSG", MSG)
    # Doubled letters are collapsed in the text as well; a letter after a backslash is an instruction, not a letter.
    phrase = re.sub(r"(?<!\\)([a-z])\1+", r"\1", phrase)
    phrase = phrase.replace(" ... ", r"(?: [^| ]+){0,5} ")
    return re.sub(r"(?<=[a-z0-9)\]])\*", r"[a-z0-9]*", phrase)
