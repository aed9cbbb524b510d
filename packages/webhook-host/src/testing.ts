// For tests of plugins and of what they say.
export { type HostRequestOptions, hostRequest } from "./testing/host-request.ts";
export { type RecordingClient, recordingClient, type Said } from "./testing/recording-client.ts";
