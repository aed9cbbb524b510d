export { bridged, isBridge } from "./bridge.ts";
export { type CaseName, caseNames } from "./cases.ts";
export type { Answer, BridgeMode, ContractHost, Mounted, ParserMode, Sent, Setup } from "./host.ts";
export { connectionCases, leaveOut, promiseCases } from "./leave-out.ts";
export { rawClient } from "./raw-client.ts";
export { runAdapterContract } from "./run-adapter-contract.ts";
export { sendOverHttp, socketHost } from "./socket-host.ts";
