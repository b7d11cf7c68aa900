// Why an experiment is expected to set off no alert: alerts are for people, and most of these faults are to be borne without one.

export const tooShort = "the fault is over before any alert's time: the system is to bear it without waking anybody";
export const borne = "what is alarming is what users see, and they see nothing of it while the hypothesis holds";
export const otherPath = "the edge stays up and answers by another path; its probe, which EndpointDown rests on, goes on to succeed";
