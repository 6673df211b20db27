import type { TransportMode } from './profile.ts';

/**
 * Well-to-wheel emissions per transport mode, kg CO2e per tonne-kilometre: vans by the average up to 3.5 t,
 * lorries at average load, air with radiative forcing, ship by the average container ship. An assumption of
 * ours: a cargo bike emits nothing.
 *
 * @see UK DESNZ, Greenhouse gas reporting: conversion factors 2025 (OGL v3), freighting goods + WTT
 */
export const carbonKgPerTonneKm: Readonly<Record<TransportMode, number>> = {
  bike: 0,
  van_electric: 0.27625,
  van_diesel: 0.78225,
  hgv_rigid: 0.2408,
  hgv_articulated: 0.09623,
  hgv_refrigerated: 0.14663,
  rail: 0.0347,
  ship: 0.01977,
  air_short: 1.4835,
  air_long: 1.03455,
};
