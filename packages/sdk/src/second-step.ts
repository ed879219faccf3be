/** The password was right; `challenge` goes with a code to `finishLogIn` or `finishTokens`. */
export class SecondStepNeeded extends Error {
  override readonly name = 'SecondStepNeeded';
  readonly challenge: string;
  readonly expiresAt: string;

  constructor({ challenge, expiresAt }: SecondStep) {
    super('A code of the authenticator app is needed.');
    this.challenge = challenge;
    this.expiresAt = expiresAt;
  }
}

interface SecondStep {
  challenge: string;
  expiresAt: string;
}

export type LogInAnswer<Done> = Done | { secondStep: SecondStep };

export function secondStepOr<Done extends object>(answer: LogInAnswer<Done>): Done {
  if ('secondStep' in answer) throw new SecondStepNeeded(answer.secondStep);
  return answer;
}
