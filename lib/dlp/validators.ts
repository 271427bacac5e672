import type { ValidatorName } from './schema.ts';
import { abaRouting, iban } from './validators/bank.ts';
import type { Validator } from './validators/candidate.ts';
import { checkCardBrand, luhn } from './validators/cards.ts';
import { checkEmail, phone } from './validators/contact.ts';
import * as ids from './validators/national-ids.ts';
import {
  awsKeyId,
  basicAuth,
  checkEntropy,
  checkPlaceholder,
  checkPrivateKey,
  jwt,
  spokenPassword,
  tokenChecksum,
  urlPassword,
} from './validators/secrets.ts';

/** Numbers that people write with separators: what they prove is the same with and without. */
const numbers = {
  luhn,
  card_brand: checkCardBrand,
  iban,
  aba_routing: abaRouting,
  us_ssn: ids.usSsn,
  us_itin: ids.usItin,
  us_npi: ids.usNpi,
  uk_nino: ids.ukNino,
  uk_nhs: ids.ukNhs,
  ca_sin: ids.caSin,
  au_tfn: ids.auTfn,
  au_abn: ids.auAbn,
  au_medicare: ids.auMedicare,
  in_aadhaar: ids.inAadhaar,
  br_cpf: ids.brCpf,
  br_cnpj: ids.brCnpj,
  de_tax_id: ids.deTaxId,
  es_nif: ids.esNif,
  it_fiscal_code: ids.itFiscalCode,
  fr_nir: ids.frNir,
  pl_pesel: ids.plPesel,
  nl_bsn: ids.nlBsn,
  se_personnummer: ids.sePersonnummer,
  fi_hetu: ids.fiHetu,
  tr_tckn: ids.trTckn,
  za_id: ids.zaId,
} satisfies Partial<Record<ValidatorName, Validator>>;

export const validators: Record<ValidatorName, Validator> = {
  ...numbers,
  email: checkEmail,
  phone,
  aws_key_id: awsKeyId,
  token_checksum: tokenChecksum,
  jwt,
  private_key: checkPrivateKey,
  url_password: urlPassword,
  basic_auth: basicAuth,
  spoken_password: spokenPassword,
  placeholder: checkPlaceholder,
  entropy: checkEntropy,
};

/** Whether a value counts without its separators, and may be a piece of what the regex took. */
export const isNumber = (names: readonly ValidatorName[]): boolean => names.some((name) => name in numbers);
