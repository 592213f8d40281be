// SPDX-License-Identifier: Apache-2.0
import type { settings as en } from './en';

export const settings: Record<keyof typeof en, string> = {
  'dialog.close': 'Fermer',
  'dialog.cancel': 'Annuler',
  'dialog.ok': 'OK',
  'field.less': 'Moins : {name}',
  'field.more': 'Plus : {name}',
  'pin.label': 'Code PIN de la batterie (4 chiffres)',
  'pin.busy': 'La batterie est interrogée …',
  'pin.factoryHint': 'C’est encore celui d’usine : 1234.',
  'problem.unreachable': 'La passerelle ne répond pas. On ne sait pas ce qu’il en est ; regardez avant de réessayer.',
  'problem.wrong_pin': 'Ce n’est pas le code PIN de cette batterie. Cinq erreurs le bloquent.',
  'problem.pin_locked': 'Trop de codes PIN erronés. Patientez un moment.',
  'problem.pin_locked_for': 'Trop de codes PIN erronés : bloqué encore {n} s.',
  'problem.setting_refused': 'Un des réglages a été refusé ; il est marqué. Rien n’a changé.',
  'problem.partly_done':
    'Une partie seulement a été écrite. Écrit : {written}. Non écrit : {left} ; cela reste dans la liste.',
  'problem.busy': 'Autre chose est en cours d’écriture dans cette batterie. Réessayez dans un instant.',
  'problem.not_possible': 'C’est impossible par cette liaison ; rien n’a été envoyé.',
  'problem.unproven':
    'La façon de l’écrire n’est connue que d’une seule source ; c’est donc désactivé. « unproven_writes » dans la configuration l’autorise.',
  'problem.not_signed_in':
    'La batterie n’a pas encore accepté de code PIN de la passerelle. Connectez-vous sous Appareils.',
  'problem.no_connection': 'La batterie est injoignable ; rien n’a été envoyé. Appareils dit pourquoi.',
  'problem.refused': 'La batterie l’a refusé. Rien n’a changé.',
  'problem.not_authorised':
    'La batterie n’accepte plus le code PIN de la passerelle. Rien n’a changé ; reconnectez-vous sous Appareils.',
  'problem.not_confirmed': 'La batterie a dit oui, mais montre autre chose à la relecture.',
  'problem.timed_out':
    'La batterie n’a pas répondu. C’est peut-être fait, peut-être pas : regardez avant de réessayer.',
  'problem.dropped':
    'La liaison avec la batterie s’est rompue. C’est peut-être fait, peut-être pas : regardez avant de réessayer.',
  'problem.not_understood':
    'La réponse de la batterie est incompréhensible. C’est peut-être fait, peut-être pas : regardez avant de réessayer.',
  'problem.settings_unknown':
    'Les réglages de cette batterie n’ont pas été entièrement lus ; ils ne peuvent donc pas être modifiés.',
  'problem.forbidden': 'Vous n’êtes pas connecté en tant que propriétaire. Rien n’a changé.',
  'problem.wait_first': 'Trop de mots de passe erronés. Patientez un moment.',
  'problem.wait_first_for': 'Trop de mots de passe erronés. Réessayez dans {n} s.',
  'problem.wrong_password': 'Ce mot de passe n’est pas le bon.',
  'set.solar_peak_power': 'Puissance crête solaire',
  'set.inverter_peak_power': 'Puissance crête de l’onduleur',
  'set.battery_capacity': 'Capacité de la batterie',
  'set.nominal_cell_voltage': 'Tension nominale d’une cellule',
  'set.v_min': 'V min',
  'set.v_bypass': 'V bypass',
  'set.v_max': 'V max',
  'set.t_min': 'T min',
  'set.t_max': 'T max',
  'set.charge_restart': 'Reprise de charge',
  'set.discharge_restart': 'Reprise de décharge',
  'set.profile': 'Profil',
  'set.restart_delay': 'Délai de reprise',
  'set.v_min_hysteresis': 'Hystérésis V min',
  'set.v_max_hysteresis': 'Hystérésis V max',
  'set.out_board_version': 'Version de la carte OUT',
  'set.pin': 'Code PIN',
  'set.choice.guarded': 'protégé',
  'set.choice.exact': 'exact',
  'set.choice.v1': 'v1.x',
  'set.choice.v2': 'v2.x',
  'set.group.battery': 'Paramètres de la batterie',
  'set.group.system': 'Configuration du système',
  'set.group.relays': 'Relais',
  'set.hint.solar_peak_power':
    'Le maximum qui entre : dix panneaux de 250 W font 2,50 kW. Échelle du soleil sur le premier écran.',
  'set.hint.inverter_peak_power': 'Le maximum que prend la maison. Échelle de la maison sur le premier écran.',
  'set.hint.battery_capacity': 'Conseil : 75 % de la valeur nominale des cellules, pour l’âge et le froid.',
  'set.hint.nominal_cell_voltage': '3,20 V pour LiFePO4, 3,70 V pour les types 4 V. Convertit les kWh en Ah.',
  'set.hint.v_min': 'Une cellule à cette valeur ou au-dessous : alerte Vl, le relais de consommation s’ouvre.',
  'set.hint.v_bypass':
    'Au-dessus, une cellule s’équilibre avec environ 1 A. Seuls les interrupteurs 2, 6 et 7 de la carte IN la règlent.',
  'set.hint.v_max': 'Une cellule à cette valeur ou au-dessus : alerte Vh, le relais de charge s’ouvre.',
  'set.hint.t_min': 'Une cellule plus froide : alerte Tl, les deux relais s’ouvrent.',
  'set.hint.t_max':
    'Une cellule plus chaude : alerte Th, les deux relais s’ouvrent. Pas sous 75 °C : une carte qui équilibre chauffe d’elle-même.',
  'set.hint.charge_restart': 'Après plein, le relais de charge se referme sous ce niveau (mode normal).',
  'set.hint.discharge_restart':
    'Après vide, le relais de consommation se referme à partir de ce niveau (mode normal).',
  'set.hint.profile':
    'Protégé : les règles du manuel, et un relais attend avant de se refermer. Exact : le manuel à la lettre.',
  'set.hint.restart_delay':
    'Durée pendant laquelle tout doit aller bien avant qu’un relais se ferme (protégé seulement).',
  'set.hint.v_min_hysteresis':
    'Toutes les cellules doivent dépasser V min d’autant avant que le relais de consommation se ferme (protégé seulement).',
  'set.hint.v_max_hysteresis':
    'Toutes les cellules doivent être sous V max d’autant avant que le relais de charge se ferme (protégé, mode critique).',
  'set.hint.out_board_version':
    'Sur v2.x le contact de charge utile est inversé : 2–3 est fermé quand la décharge est permise. C’est imprimé sur la carte.',
  'set.problem.notANumber': 'Tapez un nombre, par exemple 3,6.',
  'set.problem.range': 'Possible de {min} à {max}.',
  'set.problem.step': 'Cela va par pas de {step}.',
  'set.problem.below': '{name} doit être au-dessous de {other}, qui vaut {limit}.',
  'set.problem.above': '{name} doit être au-dessus de {other}, qui vaut {limit}.',
  'set.problem.switches': 'Celle-ci se règle par les interrupteurs de la carte IN.',
  'set.problem.refused': 'La batterie ne peut pas prendre cette valeur.',
  'set.whyNot.listened':
    'Cette batterie est seulement écoutée, par sa sortie de données. Rien ne peut être écrit ainsi.',
  'set.whyNot.no_connection': 'La batterie est injoignable. Appareils dit quoi faire.',
  'set.whyNot.not_signed_in':
    'La batterie n’a pas encore accepté de code PIN de la passerelle. Connectez-vous sous Appareils.',
  'set.whyNot.no_command':
    'Les lignes publiques de cette batterie n’ont pas cette commande ; utilisez l’application du fabricant.',
  'set.whyNot.hold_generation': 'Les batteries de génération 1 et 2 ne peuvent pas maintenir leurs relais ouverts.',
  'set.whyNot.unproven':
    'La façon d’écrire dans cette batterie n’est connue que d’une seule source ; c’est donc désactivé. « unproven_writes » dans la configuration l’autorise.',
  'set.whyNot.no_register':
    'Les lignes publiques de cette batterie ne peuvent pas l’écrire ; utilisez l’application du fabricant.',
  'set.unsure':
    'La façon de l’écrire n’est connue que d’une seule source. C’est relu ; vérifiez dans l’application du fabricant.',
  'set.notRead': 'Les réglages de cette batterie n’ont pas encore été lus.',
  'set.was': 'était {value}',
  'set.undo': 'Annuler',
  'set.advice.title': 'Calculer les 75 %',
  'set.advice.rated': 'Inscrit sur chaque cellule',
  'set.advice.result': '{cells} × {ah} Ah × {v} V × 75 % = {kwh} kWh',
  'set.advice.take': 'Prendre {kwh} kWh',
  'set.curve.label': 'Limites de tension sur la courbe d’une cellule LiFePO4',
  'set.curve.caption':
    'Une cellule LiFePO4 au repos, de vide à pleine. Faites glisser V min et V max ; en vert : la cellule la plus basse et la plus haute maintenant.',
  'set.curve.lowest': 'cellule la plus basse maintenant : {v} V',
  'set.curve.highest': 'cellule la plus haute maintenant : {v} V',
  'set.staged.one': '1 modification, pas encore écrite',
  'set.staged.many': '{n} modifications, pas encore écrites',
  'set.staged.wrong': 'Corrigez d’abord ce qui est marqué.',
  'set.staged.checked': 'vérifié, peut être écrit',
  'set.staged.notYet': 'vérification …',
  'set.staged.from': 'de',
  'set.staged.to': 'à',
  'set.staged.discard': 'Tout abandonner',
  'set.staged.write': 'Écrire …',
  'set.written.title': 'Écrit dans la batterie',
  'set.written.readBack': 'relu',
  'set.written.differs': 'relu autrement',
  'set.write.title': 'Écrire dans la batterie',
  'set.write.action': 'Écrire',
  'set.notice.viewer': 'Vous pouvez regarder, pas modifier. Connectez-vous en propriétaire pour modifier.',
  'set.notice.signIn': 'Se connecter',
  'set.notice.factoryPin':
    'Le code PIN est encore 1234, comme à l’usine. Quiconque a un téléphone à proximité peut dérégler votre batterie : choisissez-en un autre.',
  'set.pin.change': 'Changer le code PIN',
};
