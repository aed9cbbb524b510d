// Why a signature does not match: for development and for requests that you kept; never loaded in production.
export {
  type DiagnosedRequest,
  type DiagnoseOptions,
  type Diagnosis,
  diagnose,
} from "./diagnose.ts";
export { type DiagnosisCause, diagnosisCauses } from "./variant.ts";
