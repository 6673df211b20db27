/** What a process may do. */
export type Role = 'api' | 'webhook' | 'worker';

/** Every role. */
export const allRoles: ReadonlySet<Role> = new Set(['api', 'webhook', 'worker']);

/** The roles that the setting `roles` names. */
export const rolesIn = (setting: string): ReadonlySet<Role> =>
  setting === 'all' ? allRoles : new Set(setting.split(',') as Role[]);
