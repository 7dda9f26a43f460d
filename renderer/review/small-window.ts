/** Small windows and large page zoom: the image counts more than words on it, which stand in the panel too. */
export const small = '@media (max-width: 800px), (max-height: 560px)';

/** Not in small windows. */
export const roomy = { [small]: { display: 'none' } } as const;
