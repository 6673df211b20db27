/** A list of words of the Core Business Vocabulary, and the ways in which a word may be written. */
export interface Vocabulary {
  /** How the field is called in a message. */
  readonly title: string;
  /** What stands before the bare word in its full URI. */
  readonly uriPrefix: string;
  /** What stands before the bare word in its EPCIS 1.2 URN; absent where there is none. */
  readonly urnPrefix?: string;
  readonly words: ReadonlySet<string>;
}

const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

/** Business steps. @see CBV 2.0 §7.1 */
export const bizSteps: Vocabulary = {
  title: 'business step',
  uriPrefix: 'https://ref.gs1.org/cbv/BizStep-',
  urnPrefix: 'urn:epcglobal:cbv:bizstep:',
  words:
    list(`accepting arriving assembling collecting commissioning consigning creating_class_instance
    cycle_counting decommissioning departing destroying disassembling dispensing encoding entering_exiting
    holding inspecting installing killing loading other packing picking receiving removing repackaging
    repairing replacing reserving retail_selling sampling sensor_reporting shipping staging_outbound
    stock_taking stocking storing transporting unloading unpacking void_shipping`),
};

/** Dispositions. @see CBV 2.0 §7.2 */
export const dispositions: Vocabulary = {
  title: 'disposition',
  uriPrefix: 'https://ref.gs1.org/cbv/Disp-',
  urnPrefix: 'urn:epcglobal:cbv:disp:',
  words:
    list(`active available completeness_verified completeness_inferred conformant container_closed
    container_open damaged destroyed dispensed disposed encoded expired in_progress in_transit inactive
    mismatch_instance mismatch_class mismatch_quantity needs_replacement no_pedigree_match non_conformant
    non_sellable_other partially_dispensed recalled reserved retail_sold returned sellable_accessible
    sellable_not_accessible stolen unavailable unknown`),
};

/** Business transaction types. @see CBV 2.0 §7.3 */
export const bizTransactionTypes: Vocabulary = {
  title: 'business transaction type',
  uriPrefix: 'https://ref.gs1.org/cbv/BTT-',
  urnPrefix: 'urn:epcglobal:cbv:btt:',
  words: list('bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt'),
};

/** Source and destination types. @see CBV 2.0 §7.4 */
export const sourceDestinationTypes: Vocabulary = {
  title: 'source or destination type',
  uriPrefix: 'https://ref.gs1.org/cbv/SDT-',
  urnPrefix: 'urn:epcglobal:cbv:sdt:',
  words: list('owning_party possessing_party location'),
};

/** Reasons of an error declaration. @see CBV 2.0 §7.5 */
export const errorReasons: Vocabulary = {
  title: 'error reason',
  uriPrefix: 'https://ref.gs1.org/cbv/ER-',
  urnPrefix: 'urn:epcglobal:cbv:er:',
  words: list('did_not_occur incorrect_data'),
};

/** Components of a vector measurement. @see CBV 2.0 §7.6 */
export const components: Vocabulary = {
  title: 'component',
  uriPrefix: 'https://ref.gs1.org/cbv/Comp-',
  words:
    list(`x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting
    northing latitude longitude altitude`),
};

/** Sensor measurement types. @see GS1 Web Vocabulary, MeasurementType */
export const measurementTypes: Vocabulary = {
  title: 'measurement type',
  uriPrefix: 'https://gs1.org/voc/',
  words: list(`AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Radioactivity Altitude
    AmountOfSubstance AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity
    Area Capacitance Conductance Conductivity Count Density Dimensionless DoseEquivalent DoseEquivalentRate
    DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity ElectricFieldStrength Energy
    Exposure Force Frequency Illuminance Inductance Irradiance KinematicViscosity Length LinearMomentum
    Luminance LuminousFlux LuminousIntensity MagneticFlux MagneticFluxDensity MagneticVectorPotential Mass
    MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy MolarMass
    MolarVolume Power Pressure RadiantFlux RadiantIntensity RelativeHumidity Resistance Resistivity SolidAngle
    SpecificVolume Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate
    VolumeFraction VolumetricFlux Wavenumber`),
};

/** Sensor alert types. @see GS1 Web Vocabulary, SensorAlertType */
export const alertTypes: Vocabulary = {
  title: 'sensor alert type',
  uriPrefix: 'https://gs1.org/voc/',
  words: list('ALARM_CONDITION ERROR_CONDITION'),
};

/** The full URI of a canonical vocabulary value: bare words gain their prefix, URIs stay. */
export const vocabularyUri = (vocabulary: Vocabulary, value: string): string =>
  vocabulary.words.has(value) ? vocabulary.uriPrefix + value : value;

/** The word of the list that is nearest to a mistyped one, for the remedy; undefined when none is near. */
export function nearestWord(vocabulary: Vocabulary, given: string): string | undefined {
  let nearest: string | undefined;
  let nearestEdits = Math.max(2, Math.floor(given.length / 2));
  for (const word of vocabulary.words) {
    const edits = editDistance(given, word, nearestEdits);
    if (edits < nearestEdits) [nearest, nearestEdits] = [word, edits];
  }
  return nearest;
}

/** Levenshtein distance, or `enough` when it is not smaller. */
function editDistance(a: string, b: string, enough: number): number {
  if (Math.abs(a.length - b.length) >= enough) return enough;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? enough;
}
