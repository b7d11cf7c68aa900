// A line of the translation: what CloudFormation calls a resource type of Pulumi's, and where its properties are not simply Pulumi's in PascalCase.

export type Properties = Readonly<Record<string, unknown>>;

export interface Row {
  /** CloudFormation's type, such as "AWS::RDS::DBCluster". */
  readonly type: string;
  /** Inputs whose name follows no rule, by their path ("rules.targetVaultName", or "*.name" wherever it stands), with CloudFormation's name for the last part. */
  readonly names?: Readonly<Record<string, string>>;
  /** Inputs that CloudFormation does not have, by their path, each with why or where it has them instead: nobody checks these. */
  readonly leftOut?: Readonly<Record<string, string>>;
  /** Inputs that are a JSON document in a string. */
  readonly documents?: readonly string[];
  /** Inputs whose keys are names of the program's own and stay as they are. */
  readonly maps?: readonly string[];
  /** Lists of one block that CloudFormation has as the block itself. */
  readonly single?: readonly string[];
  /** Tags are a list of keys and values in most types. */
  readonly tags?: "map" | "none";
  /** Whatever else is different, done last, on CloudFormation's own properties. */
  readonly reshape?: (properties: Properties) => Properties;
  /** Further resources, whose models judge what the first one's leaves open; from the properties before they were reshaped. */
  readonly also?: (properties: Properties) => readonly { readonly type: string; readonly properties: Properties }[];
}

export interface NotCovered {
  /** Why CloudFormation's models cannot judge it. */
  readonly notCovered: string;
}

/** By Pulumi's type token. */
export type TranslationTable = Readonly<Record<string, Row | NotCovered>>;
