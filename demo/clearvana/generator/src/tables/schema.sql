-- Clearvana's transactional schema, as the application's migrations would have made it.
-- Money is in cents, times are UTC. Constraints are those that the data, with its dirt, fulfils:
-- e-mails repeat, countries are free text, and webhooks arrive more than once, so none of these is unique.

CREATE TABLE customers (
  id BIGINT NOT NULL AUTO_INCREMENT,
  company_name VARCHAR(255) NOT NULL,
  email VARCHAR(255) NOT NULL COMMENT 'not unique: some accounts share an address',
  country VARCHAR(64) NOT NULL COMMENT 'as typed in',
  industry VARCHAR(64) NOT NULL,
  employee_band VARCHAR(32) NOT NULL,
  signup_source VARCHAR(64) NOT NULL,
  currency ENUM('USD', 'EUR', 'GBP') NOT NULL,
  is_test TINYINT(1) NOT NULL DEFAULT 0,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  deleted_at DATETIME(6) NULL,
  PRIMARY KEY (id),
  KEY customers_email (email),
  KEY customers_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE products (
  id BIGINT NOT NULL AUTO_INCREMENT,
  code VARCHAR(64) NOT NULL,
  name VARCHAR(255) NOT NULL,
  product_family VARCHAR(64) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY products_code (code)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE plans (
  id BIGINT NOT NULL AUTO_INCREMENT,
  plan_id VARCHAR(64) NOT NULL COMMENT 'one plan has a row for each currency and span of days',
  product_id BIGINT NOT NULL,
  name VARCHAR(255) NOT NULL,
  tier VARCHAR(64) NOT NULL,
  billing_period ENUM('monthly', 'yearly') NOT NULL,
  is_per_seat TINYINT(1) NOT NULL,
  usage_limit BIGINT NOT NULL,
  currency ENUM('USD', 'EUR', 'GBP') NOT NULL,
  unit_amount_cents BIGINT NOT NULL,
  valid_from DATE NOT NULL,
  valid_to DATE NULL COMMENT 'first day on which the price is no longer valid',
  PRIMARY KEY (id),
  UNIQUE KEY plans_price (plan_id, currency, valid_from),
  CONSTRAINT plans_product FOREIGN KEY (product_id) REFERENCES products (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE subscriptions (
  id BIGINT NOT NULL AUTO_INCREMENT,
  customer_id BIGINT NOT NULL,
  plan_id VARCHAR(64) NOT NULL COMMENT 'no foreign key: plans has several rows a plan',
  status ENUM('trialing', 'trial_expired', 'active', 'paused', 'canceled') NOT NULL,
  quantity BIGINT NOT NULL,
  discount_pct BIGINT NOT NULL,
  currency ENUM('USD', 'EUR', 'GBP') NOT NULL,
  trial_started_at DATETIME(6) NULL,
  trial_ends_at DATETIME(6) NULL,
  started_at DATETIME(6) NULL,
  canceled_at DATETIME(6) NULL COMMENT 'when the end was asked for',
  ended_at DATETIME(6) NULL COMMENT 'when it took effect',
  cancel_reason VARCHAR(64) NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY subscriptions_status (status),
  KEY subscriptions_updated_at (updated_at),
  CONSTRAINT subscriptions_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE subscription_changes (
  id BIGINT NOT NULL AUTO_INCREMENT,
  subscription_id BIGINT NOT NULL,
  change_type VARCHAR(32) NOT NULL,
  effective_at DATETIME(6) NOT NULL,
  old_plan_id VARCHAR(64) NULL,
  new_plan_id VARCHAR(64) NOT NULL,
  old_quantity BIGINT NULL,
  new_quantity BIGINT NOT NULL,
  old_unit_amount_cents BIGINT NULL,
  new_unit_amount_cents BIGINT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY subscription_changes_created_at (created_at),
  CONSTRAINT subscription_changes_subscription FOREIGN KEY (subscription_id) REFERENCES subscriptions (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE invoices (
  id BIGINT NOT NULL AUTO_INCREMENT,
  customer_id BIGINT NOT NULL,
  subscription_id BIGINT NOT NULL,
  status ENUM('draft', 'open', 'paid', 'void', 'uncollectible') NOT NULL,
  currency ENUM('USD', 'EUR', 'GBP') NOT NULL,
  subtotal_cents BIGINT NOT NULL,
  discount_cents BIGINT NOT NULL,
  tax_cents BIGINT NOT NULL,
  total_cents BIGINT NOT NULL,
  period_start DATE NOT NULL,
  period_end DATE NOT NULL COMMENT 'first day after the period',
  issued_at DATETIME(6) NOT NULL,
  due_at DATETIME(6) NOT NULL,
  paid_at DATETIME(6) NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY invoices_status_due (status, due_at),
  KEY invoices_updated_at (updated_at),
  CONSTRAINT invoices_customer FOREIGN KEY (customer_id) REFERENCES customers (id),
  CONSTRAINT invoices_subscription FOREIGN KEY (subscription_id) REFERENCES subscriptions (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE invoice_items (
  id BIGINT NOT NULL AUTO_INCREMENT,
  invoice_id BIGINT NOT NULL,
  line_type VARCHAR(32) NOT NULL,
  plan_id VARCHAR(64) NOT NULL,
  quantity BIGINT NOT NULL,
  unit_amount_cents BIGINT NOT NULL,
  amount_cents BIGINT NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT invoice_items_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE payments (
  id BIGINT NOT NULL AUTO_INCREMENT,
  external_id VARCHAR(64) NOT NULL COMMENT 'not unique: a re-delivered webhook repeats it',
  invoice_id BIGINT NOT NULL,
  customer_id BIGINT NOT NULL,
  kind ENUM('charge', 'refund') NOT NULL,
  attempt_number BIGINT NOT NULL,
  status ENUM('succeeded', 'failed') NOT NULL,
  failure_code VARCHAR(64) NULL,
  method VARCHAR(32) NOT NULL,
  amount_cents BIGINT NOT NULL,
  currency ENUM('USD', 'EUR', 'GBP') NOT NULL,
  created_at DATETIME(6) NOT NULL,
  received_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY payments_external_id (external_id),
  KEY payments_received_at (received_at),
  CONSTRAINT payments_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id),
  CONSTRAINT payments_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE usage_events (
  id BIGINT NOT NULL AUTO_INCREMENT,
  customer_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  feature VARCHAR(64) NOT NULL,
  event_date DATE NOT NULL,
  event_count INT NOT NULL,
  quantity BIGINT NOT NULL,
  received_at DATETIME(6) NOT NULL COMMENT 'up to five days after the day',
  PRIMARY KEY (id),
  KEY usage_events_customer_day (customer_id, event_date),
  KEY usage_events_received_at (received_at),
  CONSTRAINT usage_events_customer FOREIGN KEY (customer_id) REFERENCES customers (id),
  CONSTRAINT usage_events_product FOREIGN KEY (product_id) REFERENCES products (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE fx_rates (
  currency CHAR(3) NOT NULL,
  rate_date DATE NOT NULL COMMENT 'working days only',
  usd_rate DECIMAL(12, 6) NOT NULL,
  PRIMARY KEY (currency, rate_date)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE acquisition_costs (
  id BIGINT NOT NULL AUTO_INCREMENT,
  month DATE NOT NULL,
  channel VARCHAR(64) NOT NULL,
  marketing_spend_cents BIGINT NOT NULL,
  sales_spend_cents BIGINT NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY acquisition_costs_month_channel (month, channel)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE nps_responses (
  id BIGINT NOT NULL AUTO_INCREMENT,
  customer_id BIGINT NOT NULL,
  score INT NOT NULL,
  responded_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY nps_responses_responded_at (responded_at),
  CONSTRAINT nps_responses_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
