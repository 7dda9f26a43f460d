/** Outlines of the chest on which the zones lie: front, back and the two flanks. Decoration; the zones are buttons above it. */
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import type { ChestView } from '../cases/zones.ts';

const torso = 'M80 4V22C80 34 62 38 42 44C22 50 14 64 13 86L12 128C13 136 29 136 31 128L37 96C40 122 42 150 39 178C37 194 36 206 36 216M120 4V22C120 34 138 38 158 44C178 50 186 64 187 86L188 128C187 136 171 136 169 128L163 96C160 122 158 150 161 178C163 194 164 206 164 216';
const rightLung = 'M91 54C79 52 62 72 56 102C52 126 50 148 52 164C64 153 81 153 94 160C96 122 96 82 91 54Z';
const leftLung = 'M109 54C121 52 138 72 144 102C148 126 150 148 148 164C136 154 124 152 116 156C118 142 112 132 106 128C104 100 104 80 109 54Z';
const leftLungBehind = 'M109 54C121 52 138 72 144 102C148 126 150 148 148 164C136 153 119 153 106 160C104 122 104 82 109 54Z';

function Front() {
  return (
    <>
      <path className="lung" d={`${rightLung}${leftLung}`} />
      <path d={torso} />
      <path className="fine" d="M96 44C82 46 64 46 48 50M104 44C118 46 136 46 152 50M100 48V134M98 134C84 146 70 160 60 180M102 134C116 146 130 160 140 180" />
    </>
  );
}

function Back() {
  return (
    <>
      <path className="lung" d={`${rightLung}${leftLungBehind}`} />
      <path d={torso} />
      <path className="fine" d="M100 26V206M84 70L60 74L72 116Z M116 70L140 74L128 116Z" />
    </>
  );
}

/** Seen from the patient's right: the chest's front points to the viewer's right. */
function Flank() {
  return (
    <>
      <path className="lung" d="M58 52C38 56 30 86 28 118C27 142 28 160 34 170C52 152 74 148 88 144C90 110 84 70 58 52Z" />
      <path d="M44 4V24C32 34 20 52 18 86C16 122 22 160 22 216M68 4V24C72 36 80 44 86 58C96 80 99 110 96 140C93 170 92 190 90 216" />
      <path className="fine" d="M66 48C46 60 44 78 52 92M34 186C52 166 76 158 92 152" />
    </>
  );
}

/** Fills its box; the left flank is the right one mirrored. */
export function ChestDrawing({ view }: { readonly view: ChestView }) {
  const { surface } = useTheme().palette;
  const flank = view === 'left-flank' || view === 'right-flank';
  return (
    <Box
      component="svg"
      viewBox={flank ? '0 0 116 220' : '0 0 200 220'}
      width="100%"
      height="100%"
      aria-hidden
      focusable="false"
      fill="none"
      stroke={surface.edge}
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      sx={{ display: 'block', '& .lung': { fill: surface.raised, stroke: surface.line, strokeWidth: 1 }, '& .fine': { stroke: surface.line, strokeWidth: 1.25 } }}
    >
      <g transform={view === 'left-flank' ? 'translate(116 0) scale(-1 1)' : undefined}>
        {view === 'front' ? <Front /> : view === 'back' ? <Back /> : <Flank />}
      </g>
    </Box>
  );
}
